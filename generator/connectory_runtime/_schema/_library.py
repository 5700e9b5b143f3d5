"""The schemas of a connector's entities, and where the specs declare them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_PREFIX = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Library:
    """Entity schemas by name. `lines` tells where `Name` and `Name/member` stand in the file `source`."""

    source: str
    lines: Mapping[str, int]
    definitions: Mapping[str, Any]

    def definition(self, reference: str) -> tuple[str, Any]:
        """Name and schema that a `$ref` points to."""
        name = reference.removeprefix(_PREFIX)
        return name, self.definitions[name]

    def source_of(self, steps: tuple[str, ...]) -> str:
        """File and line of an entity or of the member that `steps` lead to; the nearest one that is known."""
        for length in range(len(steps), 0, -1):
            if line := self.lines.get("/".join(steps[:length])):
                return f"{self.source}:{line}"
        return self.source


EMPTY = Library("", {}, {})


def load_library(package: str) -> Library:
    """The library in `schemas.json` of a generated package; an empty one when there is no such file."""
    resource = files(package) / "schemas.json"
    if not resource.is_file():
        return EMPTY
    data = json.loads(resource.read_bytes())
    return Library(data["source"], data["lines"], data["$defs"])
