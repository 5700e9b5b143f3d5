"""`manifest.json`: what was written, from what, by which version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, TypeGuard, cast

from connectory.emit import OutputFile

MANIFEST = PurePosixPath("manifest.json")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """SHA-256 of every input and output, by path; paths are relative with `/`."""

    compiler: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, compiler: str, inputs: Iterable[tuple[str, str]], files: Iterable[OutputFile]) -> "Manifest":
        """The manifest that goes with these files."""
        outputs = ((str(file.path), sha256(file.text.encode()).hexdigest()) for file in files)
        return cls(compiler, tuple(sorted(inputs)), tuple(sorted(outputs)))

    def as_file(self) -> OutputFile:
        """The manifest as an output like any other."""
        data = {
            "format": _FORMAT,
            "compiler": self.compiler,
            "inputs": dict(self.inputs),
            "outputs": dict(self.outputs),
        }
        return OutputFile(MANIFEST, json.dumps(data, indent=2, ensure_ascii=False) + "\n")

    @property
    def output_paths(self) -> frozenset[PurePosixPath]:
        return frozenset(PurePosixPath(path) for path, _ in self.outputs)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the last build, or `None` when there is none that can be understood."""
    try:
        data: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict):
        return None
    known = cast("dict[str, Any]", data)
    inputs, outputs = known.get("inputs"), known.get("outputs")
    if known.get("format") != _FORMAT or not _is_text_map(inputs) or not _is_text_map(outputs):
        return None
    return Manifest(str(known.get("compiler")), tuple(inputs.items()), tuple(outputs.items()))


def _is_text_map(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(item, str) for item in cast("dict[str, Any]", value).values())
