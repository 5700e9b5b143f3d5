"""Independent jobs side by side."""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")

_BYTES = 4


def results(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What each job returns, in their order.

    Where the system can copy this process, a few copies take jobs until none is left. They must
    depend on nothing that another one changes, and what they return must be what `pickle` knows.
    """
    made = _made(jobs) if len(jobs) > 1 and processors() > 1 else iter(())
    early: dict[int, T] = {}
    for number, job in enumerate(jobs):
        while number not in early and (result := next(made, None)):
            early[result[0]] = result[1]
        # What went wrong in a copy goes wrong here too, and can be told with all that belongs to it.
        yield early.pop(number) if number in early else job()


def processors() -> int:
    """How many may be used; 1 where a process cannot be copied safely: elsewhere than on Linux, and beside threads."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def stop_when_asked() -> None:
    """For a copy: its origin stops it, and it cleans up then."""
    # Who is asked to stop leaves no temporary files behind; Ctrl-C asks the origin, which asks its copies.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _made(jobs: Sequence[Callable[[], T]]) -> Iterator[tuple[int, T]]:
    """The results that copies of this process could make, with the numbers of their jobs, as they are ready."""
    # Imported here, as most commands never need it.
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    context = get_context("fork")
    working: dict[Any, BaseProcess] = {}
    # Copies share one place in the file, so no number is read twice. It lies in memory.
    with os.fdopen(os.memfd_create("numbers"), "w+b", buffering=0) as numbers:
        numbers.write(b"".join(number.to_bytes(_BYTES) for number in range(len(jobs))))
        numbers.seek(0)
        # Whoever looks for garbage writes into each object, and a copy that writes into memory gets its own.
        gc.freeze()
        try:
            # One more than there are processors, as some wait for files, or for what yet another process makes.
            for _ in range(min(len(jobs), processors() + 1)):
                here, there = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(jobs, numbers, here, there), daemon=True)
                try:
                    process.start()
                except OSError:
                    break  # There may be no more processes; those that there are do it all.
                working[here] = process
                there.close()
            while working:
                ready: list[Any] = list(wait(list(working)))
                for connection in ready:
                    try:
                        yield connection.recv()
                    except (EOFError, OSError):
                        working.pop(connection).join()
        finally:
            gc.unfreeze()
            for left in working.values():
                left.terminate()
                left.join()


def _work(
    jobs: Sequence[Callable[[], object]], numbers: IO[bytes], other_end: "Connection", made: "Connection"
) -> None:
    stop_when_asked()
    # Without a reader sending fails, so that nobody works on for a process that is gone.
    other_end.close()
    with suppress(BrokenPipeError):
        while found := numbers.read(_BYTES):
            number = int.from_bytes(found)
            try:
                result = pickle.dumps((number, jobs[number]()))
            except Exception:  # noqa: S112 - it is made again, and goes wrong again, where it can be told
                continue
            made.send_bytes(result)
