"""`schemas.json`: the entities that inputs refer to, and where the specs declare them."""

import json
from collections.abc import Iterator
from typing import Any

from connectory.model import Connector, Schema
from connectory.model.json_schema import referenced, schema_json


def schemas_json(connector: Connector) -> str | None:
    """The file's text, or `None` when no input refers to an entity."""
    inputs = [parameter.schema for action in connector.actions for parameter in action.parameters]
    names = set(referenced(inputs, connector))
    chosen = [named for named in connector.schemas if named.name in names]
    if not chosen:
        return None
    data: dict[str, Any] = {
        "source": chosen[0].source.file,
        "lines": {path: line for named in chosen for path, line in _lines(named.name, named.schema)},
        "$defs": {named.name: schema_json(named.schema, "input") for named in chosen},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _lines(path: str, schema: Schema) -> Iterator[tuple[str, int]]:
    yield path, schema.source.line
    for member in schema.properties:
        yield from _lines(f"{path}/{member.name}", member.schema)
    if schema.items is not None and schema.items.ref is None:
        yield from _lines(f"{path}/items", schema.items)
