"""What published catalogues promise their callers, read from the data files in `facts/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True, slots=True)
class Fact:
    """One identifier of a catalogue. `parameters` and `envelope` map names to what is promised of them."""

    catalogue: str
    connector: str
    identifier: str
    parameters: dict[str, dict[str, Any]]
    envelope: dict[str, dict[str, Any]]
    endpoint: str | None
    deprecated: bool
    same_as: str | None

    def __str__(self) -> str:
        return self.identifier


def _read(path: Path) -> list[Fact]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Fact(
            catalogue=data["catalogue"],
            connector=data["connector"],
            identifier=identifier,
            parameters=row["input"],
            envelope=row.get("output") or _envelope(data["envelope"], row["data"]),
            endpoint=row.get("endpoint"),
            deprecated=row.get("deprecated", False),
            same_as=row.get("same_as"),
        )
        for identifier, row in data["actions"].items()
    ]


def _envelope(common: dict[str, dict[str, Any]], data: str) -> dict[str, dict[str, Any]]:
    return common | {"data": common["data"] | {"type": data}}


FACTS = tuple(fact for path in sorted(FOLDER.glob("*.yaml")) for fact in _read(path))
