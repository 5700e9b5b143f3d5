"""What a build would change, found without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from connectory.emit import OutputFile

from ._error import OutputError
from ._manifest import BUILT, MANIFEST, Manifest, read_manifest
from ._paths import check_paths, places


class Change(StrEnum):
    """How a file on disk differs from what the specs compile to."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `apply` will do.

    `writes` holds the files to create or update, `removes` those of an earlier build that no spec
    makes any more. `before` has the present text of every file that changes or goes; a file that does
    not exist yet is not in it. `unchanged` counts the rest.
    """

    folder: Path
    writes: tuple[tuple[Change, OutputFile], ...]
    removes: tuple[PurePosixPath, ...]
    before: dict[PurePosixPath, str]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not self.writes and not self.removes


def plan(
    folder: Path, files: Iterable[OutputFile], manifest: Manifest, *, overwrite: bool = False, all_files: bool = True
) -> Plan:
    """Compare `files` with what is on disk.

    Args:
        folder: the output folder; it need not exist.
        files: every output, without the manifest.
        manifest: what belongs to `files`.
        overwrite: replace files that no earlier build wrote.
        all_files: also look at files that are not committed.

    Raises:
        OutputError: for a path that may not be written, or a file in the way that is not ours.
    """
    wanted = (*files, *manifest.as_files())
    check_paths(wanted)
    known = read_manifest(folder)
    ours = known.output_paths if known else frozenset[PurePosixPath]()
    writes: list[tuple[Change, OutputFile]] = []
    before: dict[PurePosixPath, str] = {}
    unchanged = 0
    compared = sorted((file for file in wanted if file.committed or all_files), key=lambda file: str(file.path))
    for file, place in zip(compared, places(folder, (file.path for file in compared)), strict=True):
        present = _read(place)
        if present == file.text:
            unchanged += 1
            continue
        if present is None:
            writes.append((Change.CREATE, file))
            continue
        if file.path not in ours and file.path not in (MANIFEST, BUILT) and not overwrite:
            raise OutputError(
                f"{folder / file.path} was not written by an earlier build: "
                "move it away, or pass --overwrite to replace it"
            )
        before[file.path] = present
        writes.append((Change.UPDATE, file))
    removes: list[PurePosixPath] = []
    looked_at = ours if all_files or known is None else known.committed_paths
    gone = sorted(looked_at - {file.path for file in wanted})
    for path, place in zip(gone, places(folder, gone), strict=True):
        present = _read(place)
        if present is not None:
            before[path] = present
            removes.append(path)
    return Plan(folder, tuple(writes), tuple(removes), before, unchanged)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return None
