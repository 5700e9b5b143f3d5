"""A process that gets ready while this one does something else."""

import socket
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeAlias

from connectory.parallel import processors, results, stop_when_asked

Call: TypeAlias = Callable[[Callable[[str], str], str], str]
"""Calls a function with a text, and returns what it returns."""


@contextmanager
def standby(prepare: Callable[[], object], *further: Callable[[], object]) -> Generator[Call]:
    """A way to call functions in a process where `prepare` is called meanwhile. Copies of this process may use it too.

    Once it is ready it also does what is `further` to do, without keeping anybody waiting.

    A function must be what `pickle` knows. What cannot be done there is done by whoever asks for it.
    """
    if processors() < 2:
        yield _here
        return
    # Imported here, as most commands never need it.
    from multiprocessing import get_context

    outside, inside = socket.socketpair()
    process = get_context("fork").Process(target=_stand_by, args=(prepare, further, outside, inside))
    with outside:
        # There may be no more processes; then nobody hears what is asked.
        with inside, suppress(OSError):
            process.start()
        try:
            yield partial(_there, outside)
        finally:
            if process.pid is not None:
                process.terminate()
                # If the signal is lost in what it does, it finds that nobody asks any more.
                outside.close()
                process.join()


def _here(function: Callable[[str], str], text: str) -> str:
    return function(text)


def _there(outside: socket.socket, function: Callable[[str], str], text: str) -> str:
    from multiprocessing import Pipe

    # Everyone who asks has a line of their own, so that answers reach them whatever becomes of others.
    asking, asked = Pipe()
    with suppress(EOFError, OSError), asking:
        with asked:
            socket.send_fds(outside, [b"?"], [asked.fileno()])
        asking.send((function, text))
        answer: str = asking.recv()
        return answer
    return function(text)


def _stand_by(
    prepare: Callable[[], object],
    further: Sequence[Callable[[], object]],
    outside: socket.socket,
    inside: socket.socket,
) -> None:
    stop_when_asked()
    outside.close()
    # What goes wrong here goes wrong again where it can be told.
    with suppress(Exception):
        prepare()
        # Its copies share what is ready, and answer side by side.
        for _ in results([partial(_answer, inside)] * processors() + list(further)):
            pass


def _answer(inside: socket.socket) -> None:
    """Answer until nobody can ask any more."""
    from multiprocessing.connection import Connection

    while lines := socket.recv_fds(inside, 1, 1)[1]:
        with suppress(Exception), Connection(lines[0]) as asked:
            function, text = asked.recv()
            asked.send(function(text))
