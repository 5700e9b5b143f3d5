"""Servers that say whatever a test wants them to say, byte by byte."""

from __future__ import annotations

import socket
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
def talking(script: Script) -> Iterator[str]:
    """The address of a server that runs a script for every connection, each in a thread, and hangs up."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def converse(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_PATIENCE)
            request = b""
            while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
                request += piece
            if request:
                script(partial(say, connection))

    def say(connection: socket.socket, what: bytes) -> None:
        if stop.is_set():
            raise OSError("the server ends")
        connection.sendall(what)

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=converse, args=(connection,)))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.02)
        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            serving.join()
            for thread in threads:
                thread.join()


def dripping(head: bytes, drop: bytes, seconds: float = 0.01) -> Script:
    """Say `head`, and then `drop` again and again until the client hangs up."""

    def script(say: Say) -> None:
        say(head)
        pause = threading.Event()
        while True:
            pause.wait(seconds)
            say(drop)

    return script
