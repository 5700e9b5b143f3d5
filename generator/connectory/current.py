"""Whether a build would change nothing, found out without building.

A build leaves a note: which compiler made which manifest, and what it had to say. While that compiler, all specs and
all outputs are, byte by byte, what the note and the manifest say, another build would make and say the same.
"""

import json
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from connectory import caches
from connectory.diagnostics import Diagnostic
from connectory.output import MANIFEST, Manifest, OutputError, Plan, places, read_manifest
from connectory.settings import Settings
from connectory.stamp import compiler_stamp

_KIND = "built"
_SAID = "said"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a build had to say that did not stop it, and the text of each file that this is about, by path."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What a build would come to: a plan without changes, and what it would find."""

    plan: Plan
    findings: Findings


class _UnclearError(Exception):
    """Only the compiler knows what it thinks of this."""


def remember(settings: Settings, manifest: Manifest, findings: Findings) -> None:
    """Leave a note that a build made and found this. Without a place for it, later builds take longer.

    What own templates made depends on more than a note can say, so there is none.
    """
    if settings.templates is not None:
        return
    said = pickle.dumps(findings)
    note = _note(settings, [item.text.encode() for item in manifest.as_files()], said)
    caches.write(_SAID, _project(settings), said)
    caches.write(_KIND, _project(settings), json.dumps(note).encode())


def find_unchanged(settings: Settings) -> Unchanged | None:
    """What a build would come to that would change nothing; `None` when one has to be made to know."""
    manifest = read_manifest(settings.output)
    said = caches.read(_SAID, _project(settings))
    try:
        if manifest is None or said is None or not _is_current(settings, manifest, said):
            return None
    except (OSError, ValueError, OutputError, _UnclearError):
        return None
    plan = Plan(settings.output, (), (), {}, unchanged=len(manifest.output_paths | {MANIFEST}))
    # It is what the note speaks of, so this compiler wrote it.
    return Unchanged(plan, pickle.loads(said))  # noqa: S301 - from the user's own caches


def _is_current(settings: Settings, manifest: Manifest, said: bytes) -> bool:
    outputs = dict((*manifest.outputs, *manifest.built))
    manifests = [(settings.output / item.path).read_bytes() for item in manifest.as_files()]
    return (
        settings.templates is None
        and json.loads(caches.read(_KIND, _project(settings)) or "null") == _note(settings, manifests, said)
        and sorted(_specs(settings.specs, _shown(settings, settings.specs))) == list(manifest.inputs)
        and [_digest(place) for place in places(settings.output, map(PurePosixPath, outputs))] == list(outputs.values())
    )


def _note(settings: Settings, manifests: Sequence[bytes], said: bytes) -> dict[str, object]:
    folders = [_shown(settings, settings.specs), _shown(settings, settings.output)]
    return {
        "compiler": compiler_stamp(),
        "settings": [settings.package, *folders, *settings.languages, settings.site_url],
        "manifests": [sha256(manifest).hexdigest() for manifest in manifests],
        "said": sha256(said).hexdigest(),
    }


def _project(settings: Settings) -> str:
    return str(settings.root.resolve())


def _shown(settings: Settings, folder: Path) -> str:
    return Path(os.path.relpath(folder, settings.root)).as_posix()


def _specs(folder: Path | str, shown: str) -> Iterator[tuple[str, str]]:
    """Every file below a folder with its hash, as a manifest lists them."""
    found = False
    with os.scandir(folder) as items:
        entries = tuple(items)
    for item in entries:
        if item.name.startswith(".") and not item.name.endswith((".yaml", ".yml")):
            continue
        found = True
        if item.is_symlink():
            raise _UnclearError
        if item.is_dir():
            yield from _specs(item.path, f"{shown}/{item.name}")
        else:
            yield f"{shown}/{item.name}", _digest(item.path)
    if not found:
        raise _UnclearError


def _digest(path: Path | str) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()
