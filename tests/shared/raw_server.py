"""Servers that say whatever a test wants them to say, byte by byte."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeAlias

Say: TypeAlias = Callable[[bytes], None]
Script: TypeAlias = Callable[[Say], object]
"""What a server does after it has read the head of a request."""

_PATIENCE = 20


@contextmanager
def talking(script: Script, heads: list[bytes] | None = None) -> Iterator[str]:
    """The address of a server that runs a script for every connection, each in a thread, and hangs up.

    `heads` gets what was asked for. A script that raises `ConnectionAbortedError` hangs up with a reset.
    """
    heard: list[bytes] = [] if heads is None else heads
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def converse(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_PATIENCE)
            request = b""
            while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
                request += piece
            if request:
                heard.append(request)
                answer(connection)

    def answer(connection: socket.socket) -> None:
        try:
            script(partial(say, connection))
        except ConnectionAbortedError:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def say(connection: socket.socket, what: bytes) -> None:
        if stop.is_set():
            raise OSError("the server ends")
        connection.sendall(what)

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            if stop.is_set():
                connection.close()
                return
            threads.append(threading.Thread(target=converse, args=(connection,)))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            with socket.create_connection(listener.getsockname()):
                serving.join()
            for thread in threads:
                thread.join()


def saying(what: bytes) -> Script:
    """Say this."""
    return lambda say: say(what)


def resetting(head: bytes) -> Script:
    """Say `head`, and hang up so that what is under way is lost."""

    def script(say: Say) -> None:
        say(head)
        raise ConnectionAbortedError

    return script


def dripping(head: bytes, drop: bytes, seconds: float = 0.01) -> Script:
    """Say `head`, and then `drop` again and again until the client hangs up."""

    def script(say: Say) -> None:
        say(head)
        pause = threading.Event()
        while True:
            pause.wait(seconds)
            say(drop)

    return script
