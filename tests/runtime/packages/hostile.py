"""Servers that mean harm: what each says, byte by byte, and what a client makes of it, in whichever way it sends."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from raw_server import Script, dripping, resetting
from ways import BLOCKING_OWN

from connectory_runtime import ActionError, DeliveryUnknown, InvalidResponse, Rejected, ServerError, TimedOut

LIMIT = 1024 * 1024
"""The largest body that the clients take here, so that servers need not say much."""


@dataclass(frozen=True, slots=True)
class Gives:
    """The call returns this."""

    value: Any


@dataclass(frozen=True, slots=True)
class Fails:
    """The call raises an error of exactly this class, with this in its first line."""

    error: type[ActionError]
    says: str = ""
    status: int | None = None


Outcome: TypeAlias = Gives | Fails


@dataclass(frozen=True, slots=True)
class Server:
    """What a server says to every request before it hangs up.

    `but` has what is different in some ways to send, and `why` the reason. Where that is no outcome, the call is over
    only when the server wants it to be; what is true then is in `test_deadlines.py`.
    """

    says: bytes | Script
    then: Outcome
    but: Mapping[str, Outcome | None] = field(default_factory=dict[str, "Outcome | None"])
    why: str = ""


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
EMPTY = Gives({})

BROKEN = Fails(DeliveryUnknown, "the connection broke")
BROKEN_OFF = Fails(DeliveryUnknown, "the connection broke", 200)
LATE = Fails(TimedOut, "longer than its deadline")
LATE_BODY = Fails(TimedOut, "longer than its deadline", 200)
TOO_LARGE = Fails(InvalidResponse, f"larger than {LIMIT} bytes", 200)
NOT_ASKED_FOR = Fails(InvalidResponse, "compressed in a way that was not asked for", 200)
DAMAGED = Fails(InvalidResponse, "compressed data is damaged", 200)
ENDS_EARLY = Fails(InvalidResponse, "compressed data ends too early", 200)


def whole(body: bytes, *lines: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole answer."""
    return b"\r\n".join((b"HTTP/1.1 " + status, *lines, b"Content-Length: %d" % len(body), b"", body))


def with_line(*lines: bytes) -> bytes:
    return whole(b"{}", *lines)


def of_length(text: bytes) -> bytes:
    return OK + b"Content-Length: " + text + b"\r\n\r\n{}"


def packed(body: bytes, coding: bytes) -> bytes:
    return whole(body, b"Content-Encoding: " + coding)


def _fast(outcome: Outcome = BROKEN) -> dict[str, Outcome | None]:
    return {"fast": outcome}


_NOT_BOUNDED: Mapping[str, Outcome | None] = dict.fromkeys(BLOCKING_OWN)
_HEADS = "httpx gives each read of a head, or of the size of a piece, a limit, and the whole none"
_LLHTTP = "the parser of aiohttp is stricter, and what it refuses cannot be had from it"
_LENIENT = "the parser of aiohttp allows it, and no harm comes of it"

HEADS: dict[str, Server] = {
    "nothing": Server(b"", BROKEN),
    "a reset": Server(resetting(b""), BROKEN),
    "a reset in the head": Server(resetting(OK + b"Content-"), BROKEN),
    "half a status line": Server(b"HTTP/1.1 20", BROKEN),
    "a head that stops": Server(OK + b"Content-Length: 2\r\n", BROKEN),
    "HTTP/0.9": Server(b"<html>hello</html>\r\n", BROKEN),
    "HTTP/1.2": Server(b"HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\n{}", EMPTY, _fast(), _LLHTTP),
    "HTTP/3": Server(b"HTTP/3 200 OK\r\nContent-Length: 2\r\n\r\n{}", BROKEN),
    "another protocol": Server(b"SSH-2.0-OpenSSH\r\n", BROKEN),
    "an alert of TLS": Server(b"\x15\x03\x03\x00\x02\x02\x28", BROKEN),
    "frames of HTTP/2": Server(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" * 3, BROKEN),
    "all bytes": Server(bytes(range(256)), BROKEN),
    "blank lines first": Server(b"\r\n\r\n" + with_line(), BROKEN, _fast(EMPTY), _LENIENT),
    "no reason": Server(b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", EMPTY),
    "bare line feeds": Server(b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", EMPTY),
    "letters in the status": Server(whole(b"{}", status=b"2OO OK"), BROKEN),
    "digits of another script": Server(whole(b"{}", status="٢٠٠ OK".encode()), BROKEN),
    "status -200": Server(whole(b"{}", status=b"-200 What"), BROKEN),
    "status 000": Server(whole(b"{}", status=b"000 What"), BROKEN),
    "status 099": Server(whole(b"{}", status=b"099 What"), BROKEN),
    "status 1000": Server(whole(b"{}", status=b"1000 What"), BROKEN),
    "status 600": Server(whole(b"{}", status=b"600 What"), Fails(ServerError, "answered 600", 600)),
    "status 999": Server(whole(b"{}", status=b"999 What"), Fails(ServerError, "answered 999", 999)),
    "another protocol from now on": Server(
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: spam\r\n\r\nspam", BROKEN
    ),
    "an interim answer and no other": Server(b"HTTP/1.1 100 Continue\r\n\r\n", BROKEN),
    "2,000 interim answers": Server(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000 + with_line(), EMPTY),
    "a long header": Server(with_line(b"X-Long: " + b"x" * 60_000), EMPTY),
    "a huge header": Server(with_line(b"X-Huge: " + b"x" * 300_000), BROKEN),
    "a huge name": Server(with_line(b"x" * 300_000 + b": 1"), BROKEN),
    "a huge reason": Server(b"HTTP/1.1 200 " + b"O" * 300_000 + b"\r\n\r\n", BROKEN),
    "1,000 headers": Server(with_line(*[b"X-%d: 1" % n for n in range(1000)]), EMPTY, _fast(), "aiohttp takes 128"),
    "50,000 headers": Server(with_line(*[b"X-%d: 1" % n for n in range(50_000)]), BROKEN),
    "no colon": Server(with_line(b"broken"), BROKEN),
    "no name": Server(with_line(b": x"), BROKEN),
    "a space in a name": Server(with_line(b"X Y: x"), BROKEN),
    "a space after a name": Server(with_line(b"X : x"), BROKEN),
    "NUL in a name": Server(with_line(b"X\0: x"), BROKEN),
    "NUL in a value": Server(with_line(b"X: a\0b"), BROKEN),
    "a bare carriage return": Server(with_line(b"X: a\rSet-Cookie: b"), BROKEN),
    "a bare line feed": Server(with_line(b"X: a\nSet-Cookie: b"), EMPTY),
    "signs of control": Server(with_line(b"X: a\x1b[2Jb"), EMPTY),
    "bytes that are no text": Server(with_line(b"X: \xe9\x80\xff"), EMPTY),
    "a folded line": Server(with_line(b"X: a", b" b"), EMPTY),
    "a folded line before all others": Server(OK + b" X: a\r\n\r\n", BROKEN, _fast(Gives(None)), _LENIENT),
    "a length that is text": Server(of_length(b"two"), BROKEN),
    "a length with a sign": Server(of_length(b"+2"), BROKEN),
    "a length below zero": Server(of_length(b"-2"), BROKEN),
    "a length in hexadecimal": Server(of_length(b"0x2"), BROKEN),
    "a length of nothing": Server(of_length(b""), BROKEN),
    "a length beyond all memory": Server(of_length(b"9" * 23), BROKEN),
    "a length of 5,000 digits": Server(of_length(b"9" * 5000), BROKEN),
    "two lengths": Server(of_length(b"2\r\nContent-Length: 3"), BROKEN),
    "two lengths in a list": Server(of_length(b"2, 3"), BROKEN),
    "the same length twice": Server(of_length(b"2\r\nContent-Length: 2"), EMPTY, _fast(), _LLHTTP),
    "a length of pieces": Server(
        OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", EMPTY, _fast(), _LLHTTP
    ),
    "pieces that are compressed": Server(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", BROKEN),
    "pieces in pieces": Server(OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", BROKEN),
    "an unknown transfer": Server(OK + b"Transfer-Encoding: identity\r\n\r\n{}", BROKEN),
    **{
        f"a redirect to {address!r}": Server(
            whole(b"", b"Location: " + address, status=b"302 Found"),
            Fails(Rejected, "redirects are not followed", 302),
            dict.fromkeys(("sync, own client", "async, own client"), BROKEN),
            "clients of httpx read the address, also when they are told not to follow it",
        )
        for address in (b"http://\x01", b"https:xn--ftp:", b"//xn--", b"//xn--a")
    },
}

BODIES: dict[str, Server] = {
    "until the end": Server(OK + b"\r\n" + b'{"a": 1}', Gives({"a": 1})),
    "until the end, by an old server": Server(b'HTTP/1.0 200 OK\r\n\r\n{"a": 1}', Gives({"a": 1})),
    "in pieces, by an old server": Server(
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", EMPTY
    ),
    "less than announced": Server(of_length(b"9"), BROKEN_OFF),
    "more than announced": Server(of_length(b"2") + b"more", EMPTY, _fast(), _LLHTTP),
    "a reset": Server(resetting(of_length(b"9")), BROKEN_OFF),
    "where none may be": Server(whole(b"{}", status=b"204 No Content"), Gives(None), _fast(), _LLHTTP),
    "where nothing is new": Server(
        whole(b"{}", status=b"304 Not Modified"), Fails(Rejected, "answered 304", 304), _fast(), _LLHTTP
    ),
    "pieces with extensions": Server(CHUNKED + b"2;a=b\r\n{}\r\n0\r\nX-After: 1\r\n\r\n", EMPTY),
    "a piece of no size": Server(CHUNKED + b"two\r\n{}\r\n0\r\n\r\n", BROKEN_OFF),
    "a piece below zero": Server(CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", BROKEN_OFF),
    "a piece with a prefix": Server(CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n", BROKEN_OFF),
    "a piece beyond all memory": Server(CHUNKED + b"f" * 19 + b"\r\n{}\r\n0\r\n\r\n", BROKEN_OFF),
    "a piece longer than it says": Server(CHUNKED + b"1\r\n{}\r\n0\r\n\r\n", BROKEN_OFF),
    "no last piece": Server(CHUNKED + b"2\r\n{}\r\n", BROKEN_OFF),
    "half a last piece": Server(CHUNKED + b"2\r\n{}\r\n0\r\n", BROKEN_OFF),
    "a huge extension": Server(
        CHUNKED + b"2;" + b"x" * 300_000 + b"\r\n{}\r\n0\r\n\r\n", BROKEN_OFF, _fast(EMPTY), _LENIENT
    ),
    "headers after it all": Server(CHUNKED + b"2\r\n{}\r\n0\r\n" + b"X-After: 1\r\n" * 50_000 + b"\r\n", BROKEN_OFF),
    "larger than the limit": Server(whole(bytes(LIMIT + 1)), TOO_LARGE),
    "as large as the limit": Server(whole(b'"' + b"x" * (LIMIT - 2) + b'"'), Gives("x" * (LIMIT - 2))),
    "for ever": Server(dripping(OK + b"\r\n", bytes(65536), 0), TOO_LARGE),
    "pieces for ever": Server(dripping(CHUNKED, b"10000\r\n" + bytes(65536) + b"\r\n", 0), TOO_LARGE),
    "a bomb": Server(packed(gzip.compress(bytes(80 * LIMIT), 9, mtime=0), b"gzip"), TOO_LARGE),
    "a bomb that goes on": Server(
        dripping(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(LIMIT), 9, mtime=0), 0), TOO_LARGE
    ),
    "a bomb in a refusal": Server(
        whole(gzip.compress(bytes(LIMIT + 1), mtime=0), b"Content-Encoding: gzip", status=b"404 Not Found"),
        Fails(InvalidResponse, f"larger than {LIMIT} bytes", 404),
    ),
    "a bomb in a bomb": Server(packed(gzip.compress(gzip.compress(bytes(LIMIT))), b"gzip, gzip"), NOT_ASKED_FOR),
    "compressed twice": Server(with_line(b"Content-Encoding: gzip", b"Content-Encoding: gzip"), NOT_ASKED_FOR),
    "gzip": Server(packed(gzip.compress(b'{"a": 1}', mtime=0), b"GZip"), Gives({"a": 1})),
    "gzip that stops": Server(packed(gzip.compress(b"{}" * 100, mtime=0)[:-9], b"gzip"), ENDS_EARLY),
    "gzip with a wrong sum": Server(packed(gzip.compress(b"{}", mtime=0)[:-8] + bytes(8), b"gzip"), DAMAGED),
    "gzip and something else": Server(packed(gzip.compress(b"{}", mtime=0) + b"trailing", b"gzip"), DAMAGED),
    "gzip that is none": Server(packed(b"no gzip", b"gzip"), DAMAGED),
    "gzip that is empty": Server(packed(b"", b"gzip"), Gives(None)),
    "deflate": Server(packed(zlib.compress(b"{}"), b"deflate"), NOT_ASKED_FOR),
    "brotli": Server(packed(b"\x8b\x00\x80{}\x03", b"br"), NOT_ASKED_FOR),
    "zstd": Server(packed(b"\x28\xb5\x2f\xfd", b"zstd"), NOT_ASKED_FOR),
    "a compression that nobody knows": Server(packed(b"{}", b"klingon"), NOT_ASKED_FOR),
}


def _json(body: bytes, value: Any, kind: bytes = b"application/json") -> Server:
    return Server(whole(body, b"Content-Type: " + kind), Gives(value))


TEXTS: dict[str, Server] = {
    "JSON that says it is a picture": _json(b'{"a": 1}', {"a": 1}, b"image/png"),
    "a page instead of JSON": _json(b"<html><title>Sign in", "<html><title>Sign in"),
    "a type that is none": _json(b"{}", {}, b"\xff;;;" + b"x" * 1000),
    "half of it": _json(b'{"a": tru', '{"a": tru'),
    "two of it": _json(b"{}{}", "{}{}"),
    "NaN and the infinities": _json(b"[NaN, Infinity, -Infinity]", ["NaN", "Infinity", "-Infinity"]),
    "a number beyond all floats": _json(b"[1e400]", [float("inf")]),
    "a huge whole number": _json(b"9" * 1000, int("9" * 1000)),
    "a number of 100,000 digits": _json(b"9" * 100_000, "9" * 100_000),
    "a name twice": _json(b'{"a": 1, "a": 2}', {"a": 2}),
    "a lone surrogate": _json(b'{"\\ud800": "\\udfff"}', {"\ufffd": "\ufffd"}),
    "NUL": _json(b'{"a": "\\u0000"}', {"a": "\0"}),
    "lists in lists": _json(b"[" * 100_000, "[" * 100_000),
    "objects in objects": _json(b'{"":' * 300 + b"1" + b"}" * 300, '{"":' * 300 + "1" + "}" * 300),
    "a mark before it": _json(b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    "two bytes a sign": _json('{"a": 1}'.encode("utf-16"), {"a": 1}, b"application/json; charset=utf-16"),
    "another charset than it says": _json('{"a": "ї"}'.encode(), {"a": "ї"}, b"application/json; charset=utf-16"),
    "a charset that is no text": _json(b'{"a": 1}', {"a": 1}, b"application/json; charset=zlib"),
    "bytes that are no text": _json(b'{"a": "\xff"}', {"a": "\ufffd"}),
}

_GZIP = gzip.compress(b"", mtime=0)[:10]
"""A head after which any number of empty blocks may come."""

SLOW: dict[str, Server] = {
    "nothing at all": Server(dripping(b"", b""), LATE),
    "a status line": Server(dripping(b"HTTP/1.1 200 ", b"O"), LATE, _NOT_BOUNDED, _HEADS),
    "a head": Server(dripping(OK, b"X-Drop: 1\r\n"), LATE, _NOT_BOUNDED, _HEADS),
    "interim answers": Server(dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), LATE, _NOT_BOUNDED, _HEADS),
    "interim answers at full speed": Server(
        dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100, 0), LATE, _NOT_BOUNDED, _HEADS
    ),
    "a body": Server(dripping(OK + b"\r\n", b"x"), LATE_BODY),
    "a body in pieces": Server(dripping(CHUNKED, b"1\r\nx\r\n"), LATE_BODY),
    "a piece that has no size yet": Server(dripping(CHUNKED, b"0"), LATE_BODY, _NOT_BOUNDED, _HEADS),
    "a compressed body": Server(dripping(OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP, b"\0\0\0\xff\xff"), LATE_BODY),
}
"""What does not end by itself."""
