"""A server that fails in every way it knows, and counts what it did: nothing happens twice that may not."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from pay_client import KEYED, READ, SEND, SET, AsyncPay, Pay
from still_clock import StillClock

from connectory_runtime import ActionError, Retries

CALLS = 24

FAULTS = (
    "done",
    "done",
    "hang up before reading",
    "reset before reading",
    "act and hang up",
    "act and reset",
    "act and send half an answer",
    "act and say nothing",
    "act and answer 500",
    "act and answer 502",
    "act and answer 503",
    "act and answer 408",
    "answer 429",
    "answer 425",
    "answer 503",
    "answer 400",
    "act and answer in another protocol",
    "act and answer damaged gzip",
)
ACTING = {fault for fault in FAULTS if fault.startswith(("act", "done"))}


class Server:
    """Takes one connection after another, and fails as a seed says. Effects are counted by the call they are of."""

    def __init__(self, seed: int) -> None:
        self.effects: Counter[str] = Counter()
        self.keys: defaultdict[str, set[str]] = defaultdict(set)
        self._random = Random(seed)
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            with connection, suppress(OSError):
                connection.settimeout(1)
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        fault = self._random.choice(FAULTS)
        if fault == "hang up before reading":
            return
        if fault == "reset before reading":
            _reset(connection)
            return
        request = b""
        while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
            request += piece
        if b"\r\n\r\n" not in request:
            # The client gave up before it had sent anything.
            return
        headers = dict(line.split(": ", 1) for line in request.decode().split("\r\n")[1:] if line)
        self.keys[headers["X-Call"]].add(headers.get("Idempotency-Key", ""))
        if fault in ACTING:
            self.effects[headers["X-Call"]] += 1
        self._fail(connection, fault)

    def _fail(self, connection: socket.socket, fault: str) -> None:
        match fault.split()[-1]:
            case "done":
                _send(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            case "reset":
                _reset(connection)
            case "answer":
                _send(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            case "nothing":
                # Until the client gives up and closes.
                connection.recv(1)
            case "protocol":
                _send(connection, b"SSH-2.0-OpenSSH\r\n")
            case "gzip":
                _send(connection, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz")
            case status if status.isdigit():
                extra = self._random.choice(["", "Retry-After: 1\r\n", "Retry-After: nan\r\n"])
                head = f"HTTP/1.1 {status} No\r\n{extra}Content-Length: 0\r\nConnection: close\r\n\r\n"
                _send(connection, head.encode())
            case _:
                pass


def _send(connection: socket.socket, content: bytes) -> None:
    with suppress(OSError):
        connection.sendall(content)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    running = Server(seed=request.param)
    yield running
    running.close()


def _outcomes(server: Server, driver: str, action: Any) -> dict[str, ActionError | None]:
    """Many calls of one client: what went wrong with each."""
    options = {"base_url": server.url, "timeout": 0.04, "retries": Retries(times=5), "clock": StillClock()}
    outcomes: dict[str, ActionError | None] = {}

    def blocking() -> None:
        with Pay(**options) as pay:
            for number in range(CALLS):
                outcomes[str(number)] = None
                try:
                    pay.make(action, headers={"X-Call": str(number)})
                except ActionError as error:
                    outcomes[str(number)] = error

    async def call(pay: AsyncPay, number: str) -> None:
        outcomes[number] = None
        try:
            await pay.make(action, headers={"X-Call": number})
        except ActionError as error:
            outcomes[number] = error

    async def awaiting() -> None:
        async with AsyncPay(**options) as pay:
            for number in range(0, CALLS, 2):
                await asyncio.gather(call(pay, str(number)), call(pay, str(number + 1)))

    if driver == "sync":
        blocking()
    else:
        asyncio.run(awaiting())
    return outcomes


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("server", range(2), indirect=True)
def test_what_may_happen_once_happens_once(server: Server, driver: str) -> None:
    outcomes = _outcomes(server, driver, SEND)
    assert max(server.effects.values()) == 1
    assert all(server.effects[call] == 1 for call, error in outcomes.items() if error is None)


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("server", range(2), indirect=True)
def test_what_has_a_key_is_repeated_with_it(server: Server, driver: str) -> None:
    outcomes = _outcomes(server, driver, KEYED)
    assert max(server.effects.values()) > 1
    assert all(len(keys) == 1 for keys in server.keys.values())
    assert len({key for keys in server.keys.values() for key in keys}) == len(server.keys)
    assert all(server.effects[call] for call, error in outcomes.items() if error is None)


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("action", [SET, READ], ids=["set", "read"])
@pytest.mark.parametrize("server", range(2), indirect=True)
def test_what_does_no_harm_is_repeated(server: Server, driver: str, action: Any) -> None:
    outcomes = _outcomes(server, driver, action)
    assert max(server.effects.values()) > 1
    assert all(server.effects[call] for call, error in outcomes.items() if error is None)
