"""JSON Schema 2020-12: for every action what it takes and the envelope that it answers with; what webhooks send."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from connectory.emit import Emitter, OutputFile, Part
from connectory.model import Connector, Project
from connectory.model.json_schema import input_json, output_json, payload_json


class JsonSchemaEmitter(Emitter):
    """Writes `schemas/<connector>/<action>.input.json` and `.output.json`, and `<webhook>.webhook.json`."""

    name = "schemas"

    def parts(self, project: Project, /) -> Iterator[Part]:
        """Each connector: two schemas for an action and one for a webhook."""
        for connector in project.connectors:
            yield Part(_files, (connector,), connector.id)


def _files(connector: Connector) -> Iterator[OutputFile]:
    for action in connector.actions:
        yield _file(connector, action.id, "input", input_json(action, connector))
        yield _file(connector, action.id, "output", output_json(action, connector))
    for webhook in connector.webhooks:
        yield _file(connector, webhook.id, "webhook", payload_json(webhook, connector))


def _file(connector: Connector, name: str, kind: str, schema: dict[str, Any]) -> OutputFile:
    identified = {
        "$schema": schema["$schema"],
        "$id": f"urn:connectory:{connector.id}:{name}:{kind}",
        **schema,
    }
    path = PurePosixPath("schemas", connector.id, f"{name}.{kind}.json")
    return OutputFile(path, json.dumps(identified, indent=2, ensure_ascii=False) + "\n")
