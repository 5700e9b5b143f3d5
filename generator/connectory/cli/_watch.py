"""Work that is done again whenever a file changes."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from connectory.memory import LastRound, Memory

if TYPE_CHECKING:
    from connectory.settings import Settings

_INTERVAL = 0.05


def rounds(settings: "Settings") -> Iterator[Memory]:
    """A memory for the work of each round: one at the start, and one after every change of a spec or template.

    It knows what was made in the round before, as long as templates are the same. The rounds never end.
    """
    memory = LastRound()
    seen = None
    while True:
        specs, templates = _state(settings.specs), _state(settings.templates)
        if seen == (specs, templates):
            time.sleep(_INTERVAL)
            continue
        if seen is not None and seen[1] != templates:
            memory = LastRound()
        seen = specs, templates
        memory.begin()
        # What is remembered is much, and looking for garbage in it takes long. That can wait until nobody does.
        gc.disable()
        yield memory
        gc.collect()
        gc.enable()


def _state(folder: Path | None) -> dict[str, tuple[int, int]]:
    """When each file below a folder was changed, and its size."""
    found: dict[str, tuple[int, int]] = {}
    for place, _, names in os.walk(folder) if folder is not None else ():
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - this is done all the time, and a `Path` takes longer
            try:
                status = os.stat(path)  # noqa: PTH116 - as above
            except FileNotFoundError:
                continue
            found[path] = (status.st_mtime_ns, status.st_size)
    return found
