"""Whether a build would change nothing, found out without building.

A build without findings leaves a note: which compiler made which manifest. While that compiler, all specs and all
outputs are, byte by byte, what the note and the manifest say, another build would make the same.
"""

import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from connectory import caches
from connectory.output import MANIFEST, Manifest, OutputError, Plan, places, read_manifest
from connectory.settings import Settings
from connectory.stamp import compiler_stamp

_KIND = "built"


class _UnclearError(Exception):
    """Only the compiler knows what it thinks of this."""


def remember(settings: Settings, manifest: Manifest) -> None:
    """Leave a note that a build had no findings and made this. Without a place for it, later builds take longer.

    What own templates made depends on more than a note can say, so there is none.
    """
    if settings.templates is not None:
        return
    note = _note(settings, [item.text.encode() for item in manifest.as_files()])
    caches.write(_KIND, _project(settings), json.dumps(note).encode())


def find_unchanged(settings: Settings) -> Plan | None:
    """The plan of a build that would have no findings and change nothing; `None` when one has to be made to know."""
    manifest = read_manifest(settings.output)
    try:
        if manifest is None or not _is_current(settings, manifest):
            return None
    except (OSError, ValueError, OutputError, _UnclearError):
        return None
    return Plan(settings.output, (), (), {}, unchanged=len(manifest.output_paths | {MANIFEST}))


def _is_current(settings: Settings, manifest: Manifest) -> bool:
    outputs = dict((*manifest.outputs, *manifest.built))
    noted = json.loads(caches.read(_KIND, _project(settings)) or "null")
    return (
        settings.templates is None
        and noted == _note(settings, [(settings.output / item.path).read_bytes() for item in manifest.as_files()])
        and sorted(_specs(settings.specs, _shown(settings, settings.specs))) == list(manifest.inputs)
        and [_digest(place) for place in places(settings.output, map(PurePosixPath, outputs))] == list(outputs.values())
    )


def _note(settings: Settings, manifests: Sequence[bytes]) -> dict[str, object]:
    folders = [_shown(settings, settings.specs), _shown(settings, settings.output)]
    return {
        "compiler": compiler_stamp(),
        "settings": [settings.package, *folders, *settings.languages, settings.site_url],
        "manifests": [sha256(manifest).hexdigest() for manifest in manifests],
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
