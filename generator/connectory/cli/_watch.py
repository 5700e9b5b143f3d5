"""Tells when files below a folder change."""

import time
from collections.abc import Iterator
from pathlib import Path

_INTERVAL = 0.4


def changes(folder: Path) -> Iterator[None]:
    """Yield once at the start and then after every change of a file below `folder`. Never ends."""
    seen: dict[Path, tuple[int, int]] | None = None
    while True:
        now = _state(folder)
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
