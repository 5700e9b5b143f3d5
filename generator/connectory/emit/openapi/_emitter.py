"""`openapi/<connector>.json`."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from connectory.emit import Emitter, OutputFile, Part
from connectory.model import Connector, Project


class OpenApiEmitter(Emitter):
    """Writes one OpenAPI document per connector."""

    name = "openapi"

    def parts(self, project: Project, /) -> Iterator[Part]:
        """Each document."""
        for connector in project.connectors:
            yield Part(_files, (connector,), connector.id)


def _files(connector: Connector) -> Iterator[OutputFile]:
    # Imported by the process that makes it.
    from ._document import document

    text = json.dumps(document(connector), indent=2, ensure_ascii=False) + "\n"
    yield OutputFile(PurePosixPath("openapi", f"{connector.id}.json"), text)
