"""Values in specs, such as examples and defaults, checked against the schemas that they are for."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.formats import format_checker
from connectory.load.nodes import MappingNode, Node, locate, to_plain
from connectory.model import NamedSchema, Schema
from connectory.model.json_schema import Direction, caller_json, schema_json

from ._read import entries_at, items_at
from ._violations import Violation, violations

_FORMATS = format_checker()
_HINT = "change the value, or what the schema says"


class Conformance:
    """Checks values against schemas of one connector, as callers send them or as the API answers."""

    def __init__(self, entities: tuple[NamedSchema, ...], direction: Direction) -> None:
        self._direction: Direction = direction
        self._defs = {entity.name: schema_json(entity.schema, direction) for entity in entities}

    def check(self, node: Node, schema: Schema, code: Code, found: Diagnostics) -> None:
        """Report every place in `node` that `schema` does not allow."""
        self.check_against(node, schema_json(schema, self._direction), code, found)

    def check_members(self, node: MappingNode, schemas: Mapping[str, Schema], code: Code, found: Diagnostics) -> None:
        """Report every place in the members of `node` that their schemas do not allow to those who pass JSON."""
        members = {name: caller_json(schema, self._direction) for name, schema in schemas.items()}
        self.check_against(node, {"properties": members}, code, found)

    def check_against(self, node: Node, root: Mapping[str, Any], code: Code, found: Diagnostics) -> None:
        """Report every place in `node` that a JSON Schema with references to the entities does not allow."""
        # The types of jsonschema leave the schema that may be passed here open.
        validator: Any = Draft202012Validator({**root, "$defs": self._defs}, format_checker=_FORMATS)
        for error in validator.iter_errors(to_plain(node)):
            for violation in violations(error):
                found.error(code, _span(node, violation), violation.message, hint=violation.hint or _HINT)


def declared_values(node: Node | None, schema: Schema) -> Iterator[tuple[Node, Schema]]:
    """Each `default` and each of the `examples` in the schema at `node`, with the schema that it must fit."""
    if not isinstance(node, MappingNode):
        return
    if (default := node.get("default")) is not None:
        yield default, schema
    for example in items_at(node, "examples"):
        yield example, schema
    if schema.items is not None:
        yield from declared_values(node.get("items"), schema.items)
    for entry, member in zip(entries_at(node, "properties"), schema.properties, strict=False):
        yield from declared_values(entry.value, member.schema)
    if isinstance(schema.additional, Schema):
        yield from declared_values(node.get("additionalProperties"), schema.additional)
    for key, branches in (("anyOf", schema.any_of), ("oneOf", schema.one_of), ("allOf", schema.all_of)):
        # Of alternatives that are not understood none is left.
        for item, branch in zip(items_at(node, key) if branches else (), branches, strict=True):
            yield from declared_values(item, branch)


def _span(node: Node, violation: Violation) -> Span:
    place = locate(node, violation.path)
    if isinstance(place, MappingNode) and violation.key is not None:
        entry = place.entry(violation.key)
        return place.span if entry is None else entry.key_span
    return place.span
