"""All or nothing: new files are staged first, then moved into place under a journal.

An interruption before the journal is complete changes nothing. After that, the next run finishes the
moves, so the output folder never stays between two builds.
"""

import json
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from ._error import OutputError
from ._paths import places
from ._plan import Plan

_PREFIX = ".connectory-"
_JOURNAL = "journal.json"


@contextmanager
def alone(folder: Path) -> Generator[None]:
    """Nobody else changes the output folder meanwhile: another process waits here. A folder that is not there is made.

    Where the system or the file system has no such locks, nobody is kept out.

    Raises:
        OutputError: if the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error
    with ExitStack() as until:
        with suppress(ImportError, OSError):
            from fcntl import LOCK_EX, flock

            descriptor = os.open(folder, os.O_RDONLY)
            until.callback(os.close, descriptor)
            flock(descriptor, LOCK_EX)
        yield


def apply(changes: Plan) -> None:
    """Carry out a plan.

    Raises:
        OutputError: if the folder cannot be written; what was there before is then still there.
    """
    if changes.is_empty:
        return
    folder = changes.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        _stage(changes, staging)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}; nothing was changed") from error
    finally:
        if not (staging / _JOURNAL).exists():
            shutil.rmtree(staging, ignore_errors=True)
    with _undisturbed():
        _finish(folder, staging)


def recover(folder: Path) -> bool:
    """Finish or drop what an interrupted run left behind. Returns whether there was anything."""
    left = [path for path in folder.glob(f"{_PREFIX}*") if path.is_dir() and not path.is_symlink()]
    for staging in left:
        if (staging / _JOURNAL).exists():
            _finish(folder, staging)
        else:
            shutil.rmtree(staging)
    return bool(left)


def _stage(changes: Plan, staging: Path) -> None:
    moves: list[tuple[str, str]] = []
    for number, (_, file) in enumerate(changes.writes):
        (staging / str(number)).write_bytes(file.text.encode())
        moves.append((str(number), str(file.path)))
    journal: dict[str, Any] = {"moves": moves, "removes": [str(path) for path in changes.removes]}
    unfinished = staging / "unfinished"
    with unfinished.open("w", encoding="utf-8") as stream:
        json.dump(journal, stream)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(staging / _JOURNAL)


def _finish(folder: Path, staging: Path) -> None:
    journal: Any = json.loads((staging / _JOURNAL).read_text(encoding="utf-8"))
    moves = journal["moves"]
    targets = places(folder, (PurePosixPath(path) for _, path in moves))
    folders: set[Path] = set()
    for (staged, _), target in zip(moves, targets, strict=True):
        source = staging / staged
        if source.exists():
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            source.replace(target)
    for gone in places(folder, (PurePosixPath(path) for path in journal["removes"])):
        gone.unlink(missing_ok=True)
        _remove_empty_parents(folder, gone)
    shutil.rmtree(staging)


def _remove_empty_parents(folder: Path, path: Path) -> None:
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


@contextmanager
def _undisturbed() -> Generator[None]:
    """Hold back Ctrl-C for the few milliseconds of the moves; it is raised afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt
