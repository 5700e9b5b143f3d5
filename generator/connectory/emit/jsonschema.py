"""JSON Schema 2020-12: for every action what it takes, and the envelope that it answers with."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from connectory.emit import OutputFile
from connectory.model import Action, Connector, Project
from connectory.model.json_schema import Direction, input_json, output_json


class JsonSchemaEmitter:
    """Writes `schemas/<connector>/<action>.input.json` and `.output.json`."""

    name = "schemas"

    def emit(self, project: Project, /) -> Iterator[OutputFile]:
        """Two schemas for each action, in the order of the project."""
        for connector in project.connectors:
            for action in connector.actions:
                yield _file(connector, action, "input", input_json(action, connector))
                yield _file(connector, action, "output", output_json(action, connector))


def _file(connector: Connector, action: Action, direction: Direction, schema: dict[str, Any]) -> OutputFile:
    identified = {
        "$schema": schema["$schema"],
        "$id": f"urn:connectory:{connector.id}:{action.id}:{direction}",
        **schema,
    }
    path = PurePosixPath("schemas", connector.id, f"{action.id}.{direction}.json")
    return OutputFile(path, json.dumps(identified, indent=2, ensure_ascii=False) + "\n")
