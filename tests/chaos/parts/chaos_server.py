"""A server on real sockets that fails as a seed says."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from threading import Lock, Thread
from typing import Protocol

from chaos_api import Answer, Api, Request
from chaos_faults import HONEST, Connection, Fault, Situation, drawn

from connectory_runtime.testing import FakeClock

DOORS = 6
"""So many connections, the first ones, may end at the door."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a request is answered, whether it is obeyed, and the chance for all details."""

    fault: Fault
    acts: bool
    draw: Random


class Weather(Protocol):
    """What happens to connections and requests. The server is closed for the first `closed` pauses of the client."""

    @property
    def closed(self) -> int: ...

    def at_the_door(self, number: int) -> str:
        """What happens to a connection, counted from 0, before anything is read."""
        ...

    def turn(self, key: str, number: int) -> Turn:
        """What becomes of a request that came `number` times before."""
        ...


@dataclass(frozen=True, slots=True)
class Always:
    """One fault for every request that comes for the first time."""

    only: Fault
    closed: int = 0

    def at_the_door(self, number: int) -> str:
        return "open"

    def turn(self, key: str, number: int) -> Turn:
        fault = HONEST if number else self.only
        return Turn(fault, fault.acts, Random(key))


@dataclass(frozen=True, slots=True)
class Seeded:
    """How bad it is. All that happens follows from the seed.

    `severity` is the share of answers that are faulty, `heals` how often in a row a request may meet a fault.
    With `endless`, some answers do not end.
    """

    seed: int
    severity: float
    heals: int
    closed: int
    endless: bool

    def at_the_door(self, number: int) -> str:
        draw = Random(f"{self.seed} door {number}")
        if number >= DOORS or draw.random() >= self.severity / 4:
            return "open"
        return draw.choice(["hung up at the door", "reset at the door"])

    def turn(self, key: str, number: int) -> Turn:
        draw = Random(f"{self.seed} {key} {number}")
        fault = HONEST if number >= self.heals else drawn(draw, self.severity, endless=self.endless)
        return Turn(fault, fault.told != "failed" or (fault.acts and draw.random() < 0.5), draw)


@dataclass(frozen=True, slots=True)
class Event:
    """A request that was read and what became of it."""

    key: str
    fault: Fault
    acted: bool

    def __str__(self) -> str:
        return f"{self.key}: {self.fault.name}{', acted' if self.acted else ''}"


@dataclass
class Server:
    """Takes connections, each in a thread of its own. `log` has every request that was read."""

    weather: Weather
    elsewhere: str
    api: Api = field(default_factory=Api)
    log: list[Event] = field(default_factory=list[Event])
    turned_away: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._seen: Counter[str] = Counter()
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._open = self._over = False
        if not self.weather.closed:
            self.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def open(self) -> None:
        """Take connections. Before that, they are refused."""
        with self._lock:
            if not self._open:
                self._open = True
                self._listener.listen(64)
                self._threads.append(Thread(target=self._serve))
                self._threads[0].start()

    def close(self) -> None:
        """Wait until the clients have hung up."""
        self._over = True
        if self._open:
            with suppress(OSError), socket.create_connection(self._listener.getsockname()):
                self._threads[0].join()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def events(self, key: str) -> list[Event]:
        """What became of the requests of one call."""
        return [event for event in self.log if event.key == key]

    def __str__(self) -> str:
        return "\n".join((str(self.weather), *self.turned_away, *map(str, self.log)))

    def _serve(self) -> None:
        number = 0
        while True:
            connection, _ = self._listener.accept()
            if self._over:
                connection.close()
                return
            self._threads.append(Thread(target=self._talk, args=(connection, number)))
            self._threads[-1].start()
            number += 1

    def _talk(self, it: socket.socket, number: int) -> None:
        with it, suppress(OSError):
            connection, door = Connection(it), self.weather.at_the_door(number)
            if door != "open":
                self.turned_away.append(f"connection {number}: {door}")
                if door.startswith("reset"):
                    connection.reset()
                return
            while (request := _read(connection)) and self._answer(connection, request):
                pass

    def _answer(self, connection: Connection, request: Request) -> bool | None:
        with self._lock:
            number = self._seen[request.key]
            self._seen[request.key] += 1
        turn = self.weather.turn(request.key, number)
        answer = self.api.answer(request) if turn.acts else Answer({})
        self.log.append(Event(request.key, turn.fault, turn.acts))
        return turn.fault.play(Situation(connection, request, answer, self.elsewhere, turn.draw))


class Opening(FakeClock):
    """A clock that stands still, and opens a server after some waits."""

    def __init__(self, server: Server, chance: float) -> None:
        super().__init__(chance=chance)
        self._server = server

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if len(self.waits) >= self._server.weather.closed:
            self._server.open()


@contextmanager
def serving(weather: Weather, elsewhere: str) -> Iterator[Server]:
    """A running server."""
    server = Server(weather, elsewhere)
    try:
        yield server
    finally:
        server.close()


def _read(connection: Connection) -> Request | None:
    """The next request, `None` when the client has hung up."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.listen()
        if not piece:
            return None
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        piece = connection.listen()
        if not piece:
            return None
        body += piece
    method, target, _ = first.split(" ")
    return Request(method, target, headers, body)
