"""`openapi/<connector>.json`."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from connectory.emit import OutputFile
from connectory.model import Project

from ._document import document


class OpenApiEmitter:
    """Writes one OpenAPI document per connector."""

    name = "openapi"

    def emit(self, project: Project, /) -> Iterator[OutputFile]:
        """The documents, in the order of the project."""
        for connector in project.connectors:
            text = json.dumps(document(connector), indent=2, ensure_ascii=False) + "\n"
            yield OutputFile(PurePosixPath("openapi", f"{connector.id}.json"), text)
