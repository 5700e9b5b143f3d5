"""Tells when files below folders change."""

import time
from collections.abc import Iterator
from pathlib import Path

_INTERVAL = 0.4


def changes(*folders: Path | None) -> Iterator[None]:
    """Yield once at the start and then after every change of a file below `folders`. Never ends."""
    seen: dict[Path, tuple[int, int]] | None = None
    while True:
        now = {path: state for folder in folders if folder is not None for path, state in _state(folder).items()}
        if now != seen:
            seen = now
            yield
        else:
            time.sleep(_INTERVAL)


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    found: dict[Path, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
