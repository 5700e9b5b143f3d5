"""`manifest.json`: what was written, from what, by which version."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, TypeGuard, cast

from connectory.emit import OutputFile

MANIFEST = PurePosixPath("manifest.json")
BUILT = PurePosixPath("docs/manifest.json")
"""The same for outputs that git does not keep, which stays out of git too."""

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """SHA-256 of every input and output, by path; paths are relative with `/`. `built` are outputs not kept by git."""

    compiler: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    built: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, compiler: str, inputs: Iterable[tuple[str, str]], files: Iterable[OutputFile]) -> "Manifest":
        """The manifest that goes with these files."""
        hashed = [(file, (str(file.path), sha256(file.text.encode()).hexdigest())) for file in files]
        outputs = sorted(pair for file, pair in hashed if file.committed)
        built = sorted(pair for file, pair in hashed if not file.committed)
        return cls(compiler, tuple(sorted(inputs)), tuple(outputs), tuple(built))

    def as_files(self) -> Iterator[OutputFile]:
        """The manifest as outputs like any other."""
        data: dict[str, Any] = {
            "format": _FORMAT,
            "compiler": self.compiler,
            "inputs": dict(self.inputs),
            "outputs": dict(self.outputs),
        }
        yield OutputFile(MANIFEST, json.dumps(data, indent=2, ensure_ascii=False) + "\n")
        if self.built:
            built = {"format": _FORMAT, "outputs": dict(self.built)}
            yield OutputFile(BUILT, json.dumps(built, indent=2, ensure_ascii=False) + "\n", committed=False)

    @property
    def committed_paths(self) -> frozenset[PurePosixPath]:
        """The outputs that git keeps."""
        return frozenset(PurePosixPath(path) for path, _ in self.outputs)

    @property
    def output_paths(self) -> frozenset[PurePosixPath]:
        """All that a build wrote, without the manifest that git keeps."""
        built = frozenset(PurePosixPath(path) for path, _ in self.built)
        return self.committed_paths | (built | {BUILT} if built else built)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the last build, or `None` when there is none that can be understood."""
    known = _read(folder / MANIFEST)
    inputs, outputs = known.get("inputs"), known.get("outputs")
    if not _is_text_map(inputs) or not _is_text_map(outputs):
        return None
    built = _read(folder / BUILT).get("outputs")
    more = tuple(built.items()) if _is_text_map(built) else ()
    return Manifest(str(known.get("compiler")), tuple(inputs.items()), tuple(outputs.items()), more)


def _read(file: Path) -> dict[str, Any]:
    """A file of this format; nothing when it is not there or something else."""
    try:
        data: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    return known if known.get("format") == _FORMAT else {}


def _is_text_map(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(item, str) for item in cast("dict[str, Any]", value).values())
