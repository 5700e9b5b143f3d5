"""Which paths an output may have, and where they lie on disk."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK

from connectory.emit import OutputFile

from ._error import OutputError

# Windows cannot hold these; a tree that was built elsewhere must still check out there.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.IGNORECASE)
_SEGMENT = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.\-]*\Z")


def check_paths(files: Iterable[OutputFile]) -> None:
    """Refuse paths that leave the output folder, clash, or cannot exist on every system.

    Raises:
        OutputError: for the first such path.
    """
    taken: dict[str, PurePosixPath] = {}
    for file in files:
        _check_segments(file.path)
        folded = str(file.path).casefold()
        if folded in taken:
            raise OutputError(f"two outputs claim one path: {taken[folded]} and {file.path}")
        taken[folded] = file.path


def places(folder: Path, paths: Iterable[PurePosixPath]) -> Iterator[Path]:
    """Where each of `paths` lies below `folder`. Folders that several have in common are looked at once.

    Raises:
        OutputError: if a symbolic link stands anywhere on the way, or a file where a folder must be.
    """
    sound = {PurePosixPath()}
    _check_folder(folder, "the output")
    for path in paths:
        _check_segments(path)
        if path.parent not in sound:
            for parent in reversed(path.parents):
                _check_folder(folder / parent, path)
            sound.update(path.parents)
        place = folder / path
        mode = _mode(place)
        if S_ISLNK(mode):
            raise OutputError(f"{place} is a symbolic link; outputs never replace one: remove it")
        if S_ISDIR(mode):
            raise OutputError(f"{place} is a folder, but a file must be written there: move it away")
        yield place


def _check_folder(folder: Path, path: object) -> None:
    mode = _mode(folder)
    if S_ISLNK(mode):
        raise OutputError(f"{folder} is a symbolic link; outputs are never written through one: remove it")
    if mode and not S_ISDIR(mode):
        raise OutputError(f"{folder} is a file, but {path} needs a folder there: move it away")


def _mode(path: Path) -> int:
    """What stands at a path; 0 for nothing."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _check_segments(path: PurePosixPath) -> None:
    if path.is_absolute() or not path.parts:
        raise OutputError(f"an output path must be relative: {str(path)!r}")
    for part in path.parts:
        if not _is_segment(part):
            raise OutputError(f"an output path must not contain {part!r}: {str(path)!r}")


@cache
def _is_segment(part: str) -> bool:
    return part != ".." and not part.endswith(".") and bool(_SEGMENT.match(part)) and not _RESERVED.match(part)
