"""Work that is done again whenever a file changes."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING

from connectory.collection import uncollected
from connectory.memory import LastRound, Memory

from ._command import mistakes_told

if TYPE_CHECKING:
    from connectory.settings import Settings

_INTERVAL = 0.05


def rounds(read: "Callable[[], Settings]") -> "Iterator[tuple[Settings, Memory]]":
    """The settings and a memory for each round: one at the start, and one after every change that may matter.

    The memory knows what was made in the round before, as long as settings and templates are the same. The rounds
    never end.

    Raises:
        CommandError: when `read` finds no settings at the start. Later it is told, and the last ones hold.
    """
    settings, memory = read(), LastRound()
    seen = None
    while True:
        began = time.perf_counter()
        now = _states(settings)
        if now == seen:
            # Where there are many files, looking at all of them is work too.
            time.sleep(max(_INTERVAL, 20 * (time.perf_counter() - began)))
            continue
        if seen is not None and now[1:] != seen[1:]:
            memory = LastRound()
            with mistakes_told():
                settings = read()
            now = _states(settings)
        seen = now
        memory.begin()
        # What is remembered is much, and looking for garbage in it takes long. That can wait until nobody does.
        with uncollected():
            yield settings, memory
        gc.collect()


def _states(settings: "Settings") -> tuple[dict[str, tuple[int, ...]], ...]:
    """The state of specs first, then of what else a build depends on."""
    return tuple(map(_state, (settings.specs, settings.templates, settings.root / "pyproject.toml")))


def _state(top: Path | None) -> dict[str, tuple[int, ...]]:
    """What tells whether a file, or anything in a folder, was changed."""
    found: dict[str, tuple[int, ...]] = {}
    if top is None:
        return found
    names = [str(top)]
    for place, folders, files in os.walk(top):
        names.extend(os.path.join(place, name) for name in (*folders, *files))  # noqa: PTH118 - a `Path` takes longer
    for name in names:
        with suppress(OSError):
            status = os.lstat(name)
            # A folder is what is in it; its own times tell of files that nobody reads.
            times = () if S_ISDIR(status.st_mode) else (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            found[name] = (status.st_mode, status.st_ino, *times)
    return found
