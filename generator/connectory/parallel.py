"""Independent jobs side by side."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from multiprocessing.sharedctypes import Synchronized

T = TypeVar("T")


def results(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What each job returns, in their order.

    Where the system can copy this process, a copy for each processor takes jobs until none is left. They must
    depend on nothing that another one changes, and what they return must be what `pickle` knows.
    """
    workers = min(len(jobs), _processors())
    made = _made(jobs, workers) if workers > 1 else iter(())
    early: dict[int, T] = {}
    for number, job in enumerate(jobs):
        while number not in early and (result := next(made, None)):
            early[result[0]] = result[1]
        # What went wrong in a copy goes wrong here too, and can be told with all that belongs to it.
        yield early.pop(number) if number in early else job()


def _processors() -> int:
    """How many may be used; 1 where a process cannot be copied safely: elsewhere than on Linux, and beside threads."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _made(jobs: Sequence[Callable[[], T]], workers: int) -> Iterator[tuple[int, T]]:
    """The results that copies of this process could make, with the numbers of their jobs, as they are ready."""
    # Imported here, as most commands never need it.
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    context = get_context("fork")
    taken = context.Value("i", 0)
    working: dict[Any, BaseProcess] = {}
    try:
        for _ in range(workers):
            here, there = context.Pipe(duplex=False)
            working[here] = context.Process(target=_work, args=(jobs, taken, here, there), daemon=True)
            working[here].start()
            there.close()
        while working:
            ready: list[Any] = list(wait(list(working)))
            for connection in ready:
                try:
                    yield connection.recv()
                except (EOFError, OSError):
                    working.pop(connection).join()
    finally:
        for process in working.values():
            process.terminate()
            process.join()


def _work(
    jobs: Sequence[Callable[[], object]], taken: "Synchronized[int]", other_end: "Connection", results: "Connection"
) -> None:
    # Who is asked to stop leaves no temporary files behind; Ctrl-C asks the origin, which asks its copies.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Without a reader sending fails, so that nobody works on for a process that is gone.
    other_end.close()
    with suppress(BrokenPipeError):
        while (number := _next(taken)) < len(jobs):
            try:
                result = jobs[number]()
            except Exception:  # noqa: S112 - it is made again, and goes wrong again, where it can be told
                continue
            results.send((number, result))


def _next(taken: "Synchronized[int]") -> int:
    with taken.get_lock():
        taken.value += 1
        return taken.value - 1
