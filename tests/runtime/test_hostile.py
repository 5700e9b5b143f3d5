"""Servers that mean harm: each call ends soon, takes little memory, and says the same in whichever way it is sent."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from certificates import certificates
from hostile import BODIES, HEADS, LIMIT, SLOW, TEXTS, Fails, Gives, Server, whole, with_line
from pay_client import CANARY, READ
from raw_server import saying, talking
from shop_testing import Api, Shopper
from ways import WAYS, make, use

from connectory_runtime import Action, ActionError, DeliveryUnknown, Pagination, PagingStopped, Rejected
from connectory_runtime._reading import BodyReader, UnreadableError

SERVERS = {
    f"{where}: {name}": server
    for where, servers in {"head": HEADS, "body": BODIES, "text": TEXTS, "slow": SLOW}.items()
    for name, server in servers.items()
}
ROWS = [
    pytest.param(way, server, id=f"{way}: {name}")
    for name, server in SERVERS.items()
    for way in WAYS
    if server.but.get(way, server.then) is not None
]
LONGEST = 5.0
"""Seconds for a call, on a busy machine."""
LARGEST = 8 * LIMIT
"""Bytes that a call may take at its worst, those of the server included."""


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """What is loaded with the first call is no part of what a server costs."""
    with certificates():
        for way in WAYS:
            with talking(saying(with_line())) as url:
                make(way, READ, base_url=url)
        yield


@pytest.mark.parametrize(("way", "server"), ROWS)
def test_servers(monkeypatch: pytest.MonkeyPatch, way: str, server: Server) -> None:
    monkeypatch.setattr(BodyReader.__init__, "__defaults__", (LIMIT,))
    expected = server.but.get(way, server.then)
    script = saying(server.says) if isinstance(server.says, bytes) else server.says
    deadline = 0.3 if server in SLOW.values() else 2 * LONGEST
    with talking(script) as url:
        tracemalloc.start()
        began = time.monotonic()
        try:
            outcome: Any = make(way, READ, base_url=url, deadline=deadline, retries=0)
        except ActionError as error:
            outcome = error
        took, (_, largest) = time.monotonic() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    match expected:
        case Gives(value):
            assert outcome == value
        case Fails(kind, says, status):
            assert type(outcome) is kind, f"{outcome!r}"
            assert says in outcome.summary
            assert len(str(outcome)) < 1000
            assert str(outcome).replace("\n", "").isprintable()
            # A parser that reads head and body at once may refuse both together.
            assert outcome.status == status or (outcome.status is None and not outcome.code)
    assert took < LONGEST
    assert largest < LARGEST


KEYED: Action[Any] = replace(READ, auth=("key",))
BY_ADDRESS = replace(
    KEYED, pagination=Pagination(kind="next-url", next="$response.json.next", items="$response.json.rows")
)
BY_LINK = replace(KEYED, pagination=Pagination(kind="link-header", items="$response.json.rows"))


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Another origin, to which nobody may go."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("status", [b"301", b"302", b"303", b"307", b"308", b"399"])
@pytest.mark.parametrize("spelling", ["http://{}/", "//{}/", "http://me@{}/", "HTTP://{}"])
def test_no_redirect_is_followed(way: str, status: bytes, spelling: str, elsewhere: str) -> None:
    heads: list[bytes] = []
    location = b"Location: " + spelling.format(elsewhere).encode()
    answer = saying(whole(b"", location, status=status + b" Go"))
    with talking(answer, heads) as url, pytest.raises(Rejected, match="redirects are not followed") as caught:
        make(way, KEYED, base_url=url)
    assert len(heads) == 1
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("way", WAYS)
def test_no_next_page_leads_away(way: str, elsewhere: str) -> None:
    address = f"http://{elsewhere}/read"
    page = whole(b'{"rows": [1], "next": "%s"}' % address.encode(), f'Link: <{address}>; rel="next"'.encode())
    for action in (BY_ADDRESS, BY_LINK):
        with talking(saying(page)) as url, pytest.raises(PagingStopped) as caught:
            use(way, lambda pay, action=action: pay.gather(action), base_url=url)
        assert caught.value.reason == "foreign address"


@pytest.mark.parametrize("way", WAYS)
def test_cookies_are_not_kept(way: str) -> None:
    """But by a client of the caller, and then by the rules for cookies: none for another host."""
    heads: list[bytes] = []
    lines = (b"Set-Cookie: here=1", b"Set-Cookie: there=1; Domain=evil.example", b"Connection: close")

    def twice(pay: Any) -> Any:
        return (pay.make(KEYED), pay.make(KEYED))

    async def awaited(pay: Any) -> Any:
        return [await call for call in twice(pay)]

    with talking(saying(with_line(*lines)), heads) as url:
        use(way, twice if way.startswith("sync") else awaited, base_url=url)
    _, second = heads
    assert b"there" not in second
    assert (b"here" in second) is way.endswith("own client")


@pytest.mark.parametrize("way", WAYS)
def test_a_parser_does_not_quote_what_a_server_repeats(way: str) -> None:
    """It would with the signs of a secret escaped, so that nobody could find and mask it."""
    line = b"Authorization: Bearer back\\slash"
    with talking(saying(with_line(line.replace(b":", b"")))) as url, pytest.raises(DeliveryUnknown) as caught:
        make(way, KEYED, base_url=url, retries=0)
    assert "slash" not in str(caught.value)


def test_the_limit_counts_what_is_read_and_not_what_is_announced() -> None:
    reader = BodyReader("", limit=10)
    reader.feed(b"x" * 10)
    assert reader.finish() == b"x" * 10
    with pytest.raises(UnreadableError):
        reader.feed(b"x")


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_compressed_pieces_of_any_size(piece: int) -> None:
    plain = bytes(range(256)) * 20
    packed = gzip.compress(plain[:2000], mtime=0) + gzip.compress(plain[2000:], mtime=0)
    reader = BodyReader("gzip", limit=len(plain))
    for start in range(0, len(packed), piece):
        reader.feed(packed[start : start + piece])
    assert reader.finish() == plain


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff" * 1000,
        b'{"message": "' + b"\\ud800" * 100 + b'"}',
        b'{"message": "\x1b]0;title\x07\x1b[2J"}',
        b"[" * 300 + b"]" * 300,
        b'{"error":' * 190 + b"1" + b"}" * 190,
        b"<html><title>" + b"<" * 10_000,
        b'{"errors": [' + b'"x",' * 50_000 + b'"x"]}',
    ],
)
def test_refusals_with_any_body(shopper: Shopper, content: bytes) -> None:
    with pytest.raises(ActionError) as caught:
        shopper.call(Api(status=400, content=content, headers={"content-type": "application/json"}), "renew")
    message = str(caught.value)
    assert len(message) < 1000
    assert message.replace("\n", "").isprintable()
    message.encode()


def test_header_bytes_of_any_kind(shopper: Shopper) -> None:
    headers = {b"x-request-id": b"\xe9\x1b\x80", b"content-type": b"text/" + b"x" * 10_000, b"retry-after": b"\x80"}
    with pytest.raises(ActionError) as caught:
        shopper.call(Api(status=429, headers=headers), "renew")
    assert str(caught.value).replace("\n", "").isprintable()
