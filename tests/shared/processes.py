"""Which processes there are."""

import os
import time
from pathlib import Path


def ends(process: int, seconds: float = 10) -> bool:
    """Whether a process that is not ours ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def started_by(process: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [found for child in children for found in (child, *started_by(child))]
