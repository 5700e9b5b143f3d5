"""Which paths an output may have, and where they lie on disk."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

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


def place(folder: Path, path: PurePosixPath) -> Path:
    """Where `path` lies below `folder`.

    Raises:
        OutputError: if a symbolic link stands anywhere on the way, or a file where a folder must be.
    """
    _check_segments(path)
    here = folder
    for part in path.parts:
        if here.is_symlink():
            raise OutputError(f"{here} is a symbolic link; outputs are never written through one: remove it")
        if here.exists() and not here.is_dir():
            raise OutputError(f"{here} is a file, but {path} needs a folder there: move it away")
        here = here / part
    if here.is_symlink():
        raise OutputError(f"{here} is a symbolic link; outputs never replace one: remove it")
    if here.is_dir():
        raise OutputError(f"{here} is a folder, but a file must be written there: move it away")
    return here


def _check_segments(path: PurePosixPath) -> None:
    if path.is_absolute() or not path.parts:
        raise OutputError(f"an output path must be relative: {str(path)!r}")
    for part in path.parts:
        if part == ".." or part.endswith(".") or not _SEGMENT.match(part) or _RESERVED.match(part):
            raise OutputError(f"an output path must not contain {part!r}: {str(path)!r}")
