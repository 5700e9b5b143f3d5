"""What can go wrong with an answer, as a server would do it."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, TypeAlias

from chaos_api import Answer, Request

Told: TypeAlias = Literal["right", "garbled", "failed"]
"""What a client can make of it: the true answer, something with status 200 that it is not, or nothing."""

PATIENCE = 5.0
"""So many seconds a client may keep a connection that it does not use."""

RETRY_AFTER = (
    (),
    ("Retry-After: 0",),
    ("Retry-After: 1",),
    ("Retry-After: 1.5",),
    ("Retry-After: 86400",),
    ("Retry-After: -1",),
    ("Retry-After: nan",),
    ("Retry-After: inf",),
    ("Retry-After: 1e309",),
    ("Retry-After: soon",),
    ("Retry-After: \xe9\x80",),
    ("Retry-After: 1", "Retry-After: 2"),
    ("Retry-After: Thu, 01 Jan 2026 00:00:03 GMT",),
    ("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT",),
    ("Retry-After: Thu, 01 Jan 99999 00:00:00 GMT",),
    ("retry-after-ms: 20",),
    ("x-ms-retry-after-ms: 20",),
)


class Connection:
    """The server's end of one connection."""

    def __init__(self, it: socket.socket) -> None:
        self._it = it
        it.settimeout(PATIENCE)
        it.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, what: bytes) -> None:
        self._it.sendall(what)

    def listen(self) -> bytes:
        return self._it.recv(65536)

    def wait(self) -> None:
        """Until the client hangs up."""
        while self.listen():
            pass

    def reset(self) -> None:
        """Hang up so that what is under way is lost."""
        self._it.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom to answer, and what would be true. `elsewhere` is an address at another origin."""

    connection: Connection
    request: Request
    answer: Answer
    elsewhere: str
    draw: Random

    def say(self, status: int, content: bytes, *lines: str) -> None:
        """Say a whole answer."""
        self.say_head(status, f"Content-Length: {len(content)}", *lines)
        self.connection.say(content)

    def say_head(self, status: int, *lines: str, version: str = "1.1") -> None:
        head = "\r\n".join((f"HTTP/{version} {status} So", *lines, *self.answer.lines, "", ""))
        self.connection.say(head.encode("latin-1"))


Play: TypeAlias = Callable[[Situation], bool | None]
"""Answers, and returns whether the connection can be used once more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to answer. `acts`: whether a server that answers so may have done what was asked for."""

    play: Play
    told: Told
    acts: bool
    often: int

    @property
    def name(self) -> str:
        return self.play.__name__.replace("_", " ")


FAULTS: list[Fault] = []
ENDLESS: list[Fault] = []
"""What ends only with the deadline of a call."""


def _fault(told: Told, *, acts: bool = True, often: int = 8, among: list[Fault] = FAULTS) -> Callable[[Play], Play]:
    def kept(play: Play) -> Play:
        among.append(Fault(play, told, acts, often))
        return play

    return kept


def honest(it: Situation) -> bool:
    it.say(200, it.answer.content, "Content-Type: application/json")
    return True


HONEST = Fault(honest, "right", acts=True, often=0)


# The true answer, in another dress.


@_fault("right")
def said_in_pieces(it: Situation) -> bool:
    it.say_head(200, "Transfer-Encoding: chunked")
    for start in range(0, len(it.answer.content), 7):
        piece = it.answer.content[start : start + 7]
        it.connection.say(f"{len(piece):x};extension\r\n".encode() + piece + b"\r\n")
    it.connection.say(b"0\r\nX-Trailer: 1\r\n\r\n")
    return True


@_fault("right")
def said_slowly(it: Situation) -> bool:
    whole = it.answer.content
    it.say_head(200, f"Content-Length: {len(whole)}")
    for start in range(len(whole)):
        it.connection.say(whole[start : start + 1])
        time.sleep(0.0005)
    return True


@_fault("right")
def said_by_an_old_server(it: Situation) -> None:
    it.say_head(200, version="1.0")
    it.connection.say(it.answer.content)


@_fault("right")
def announced_to_be_the_last(it: Situation) -> None:
    it.say(200, it.answer.content, "Connection: close")


@_fault("right")
def hung_up_without_a_word(it: Situation) -> None:
    it.say(200, it.answer.content)


@_fault("right")
def compressed(it: Situation) -> bool:
    it.say(200, gzip.compress(it.answer.content), "Content-Encoding: gzip")
    return True


@_fault("right")
def after_interim_answers(it: Situation) -> bool:
    for number in range(20):
        it.connection.say(b"HTTP/1.1 103 Early Hints\r\nLink: </%d>\r\n\r\n" % number)
    return honest(it)


@_fault("right")
def of_another_type(it: Situation) -> bool:
    kind = it.draw.choice(["text/html; charset=klingon", "image/png", "", "\xff;;;", "application/xml, text/plain"])
    it.say(200, it.answer.content, f"Content-Type: {kind}")
    return True


@_fault("right")
def with_a_long_header(it: Situation) -> bool:
    it.say(200, it.answer.content, "X-Long: " + "x" * 60_000)
    return True


@_fault("right")
def with_odd_members(it: Situation) -> bool:
    odd = it.draw.choice(
        [b'"score": NaN, ', b'"score": -Infinity, ', b'"note": "\\ud800", ', b'"rows": "wrong", "name": 7, ']
    )
    it.say(200, it.answer.content.replace(b"{", b"{" + odd, 1))
    return True


# Status 200, and not the true answer.


@_fault("garbled")
def cut_short(it: Situation) -> bool:
    it.say(200, it.answer.content[:-3], "Content-Type: application/json")
    return True


@_fault("garbled")
def no_json(it: Situation) -> bool:
    it.say(200, it.draw.choice([b"OK", b"<html><title>Sign in</title>", b"\x00\xff\xfe", b"[" * 5000, b"5", b"{}"]))
    return True


@_fault("garbled")
def longer_than_announced(it: Situation) -> None:
    it.say_head(200, "Content-Length: 9")
    it.connection.say(it.answer.content)


# No answer at all.


@_fault("failed")
def hung_up(it: Situation) -> None:
    pass


@_fault("failed")
def reset(it: Situation) -> None:
    it.connection.reset()


@_fault("failed")
def hung_up_in_the_head(it: Situation) -> None:
    it.connection.say(b"HTTP/1.1 200 OK\r\nContent-Le")


@_fault("failed")
def reset_in_the_head(it: Situation) -> None:
    it.connection.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")
    it.connection.reset()


@_fault("failed")
def hung_up_in_the_body(it: Situation) -> None:
    it.say_head(200, "Content-Length: 1000")
    it.connection.say(it.answer.content)


@_fault("failed")
def reset_in_the_body(it: Situation) -> None:
    hung_up_in_the_body(it)
    it.connection.reset()


@_fault("failed")
def hung_up_between_pieces(it: Situation) -> None:
    it.say_head(200, "Transfer-Encoding: chunked")
    it.connection.say(b"9\r\n{")


@_fault("failed")
def pieces_of_no_size(it: Situation) -> None:
    it.say_head(200, "Transfer-Encoding: chunked")
    it.connection.say(b"minus one\r\n" + it.answer.content)


@_fault("failed", often=3)
def silent(it: Situation) -> None:
    it.connection.wait()


@_fault("failed", often=3)
def silent_in_the_body(it: Situation) -> None:
    hung_up_in_the_body(it)
    it.connection.wait()


@_fault("failed", often=1, among=ENDLESS)
def one_byte_after_the_other(it: Situation) -> None:
    start = it.draw.choice([b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
    it.connection.say(start)
    while True:
        it.connection.say(b"x")
        time.sleep(0.01)


@_fault("failed", often=1, among=ENDLESS)
def interim_answers_for_ever(it: Situation) -> None:
    while True:
        it.connection.say(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


# What is no answer in HTTP, or more than a client should take.


@_fault("failed")
def another_protocol(it: Situation) -> None:
    it.connection.say(b"SSH-2.0-OpenSSH_9.6\r\n")


@_fault("failed")
def impossible_lengths(it: Situation) -> None:
    lines = it.draw.choice([("Content-Length: -5",), ("Content-Length: many",), ("Content-Length: 2, 3",)])
    it.say_head(200, *lines)
    it.connection.say(it.answer.content)


@_fault("failed")
def a_huge_header(it: Situation) -> None:
    it.say(200, it.answer.content, "X-Huge: " + "x" * 300_000)


@_fault("failed")
def a_damaged_head(it: Situation) -> None:
    it.connection.say(
        it.draw.choice([b"HTTP/1.1 2OO OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", b"\r\n" * 9, b"\0"])
    )


@_fault("failed")
def damaged_compression(it: Situation) -> bool:
    it.say(200, b"\x1f\x8b" + it.answer.content, "Content-Encoding: gzip")
    return True


@_fault("failed")
def compressed_as_nobody_asked(it: Situation) -> bool:
    it.say(200, it.answer.content, "Content-Encoding: br")
    return True


_BOMB = gzip.compress(bytes(80 * 1024 * 1024), 9)


@_fault("failed", often=1)
def a_bomb(it: Situation) -> None:
    it.say(200, _BOMB, "Content-Encoding: gzip")


@_fault("failed", often=1)
def a_body_without_end(it: Situation) -> None:
    it.say_head(200)
    piece = bytes(1 << 20)
    while True:
        it.connection.say(piece)


# Answers that say no.


@_fault("failed", often=30)
def broken_inside(it: Situation) -> bool:
    status = it.draw.choice([408, 500, 500, 501, 502, 503, 503, 504, 520])
    it.say(status, _complaint(it), *it.draw.choice(RETRY_AFTER))
    return True


@_fault("failed", acts=False, often=20)
def asked_to_wait(it: Situation) -> bool:
    it.say(it.draw.choice([425, 429, 429]), _complaint(it), *it.draw.choice(RETRY_AFTER))
    return True


@_fault("failed", acts=False)
def refused(it: Situation) -> bool:
    it.say(it.draw.choice([400, 401, 403, 404, 409, 410, 418, 422]), _complaint(it))
    return True


@_fault("failed", acts=False)
def refused_with_all_that_was_sent(it: Situation) -> bool:
    said = json.dumps({"problem": "Who are you?", "code": it.request.headers["authorization"], **it.request.headers})
    it.say(it.draw.choice([400, 401]), said.encode(), f"X-Request-Id: {it.request.headers['authorization']}")
    return True


@_fault("failed")
def failed_with_status_200(it: Situation) -> bool:
    it.say(200, json.dumps({"problem": "No credit"}).encode())
    return True


@_fault("failed")
def done_by_half_and_to_be_repeated(it: Situation) -> bool:
    """With status 200: the specs say that repeating helps, but nobody says that nothing was done."""
    it.say(200, json.dumps({"problem": "HALF"}).encode())
    return True


@_fault("failed", acts=False)
def busy_with_any_status(it: Situation) -> bool:
    it.say(it.draw.choice([200, 409, 500]), json.dumps({"problem": "BUSY"}).encode())
    return True


@_fault("failed")
def sent_elsewhere(it: Situation) -> bool:
    to = it.draw.choice([it.elsewhere, it.elsewhere.removeprefix("http:"), f"{it.elsewhere}/\x00", "http://[", "/here"])
    it.say(it.draw.choice([301, 302, 303, 307, 308]), b"", f"Location: {to}" if "\0" not in to else "Location: \x01")
    return True


@_fault("right")
def the_next_page_elsewhere(it: Situation) -> bool:
    """True as far as it goes; answers that lead to no other page are as ever."""
    moved = Answer(
        it.answer.body | ({"next": f"{it.elsewhere}/addresses?after=3"} if "next" in it.answer.body else {}),
        it.answer.link and f"{it.elsewhere}/links?after=3",
    )
    return honest(replace(it, answer=moved if it.request.target.startswith(("/addresses", "/links")) else it.answer))


def _complaint(it: Situation) -> bytes:
    return it.draw.choice(
        [
            b"",
            b"null",
            b'{"problem": "It did not work"}',
            b"<html><title>502 Bad Gateway</title></html>",
            b'{"problem": ' * 300,
            b"\x1b[31m\xff\x00",
            b'{"problem": "\\ud800"}',
        ]
    )


def drawn(draw: Random, severity: float, *, endless: bool) -> Fault:
    """An honest answer, or a fault that is more probable the higher the severity, from 0 to 1."""
    if draw.random() >= severity:
        return HONEST
    faults = [*FAULTS, *ENDLESS] if endless else FAULTS
    return draw.choices(faults, [fault.often for fault in faults])[0]
