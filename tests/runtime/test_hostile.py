"""Servers that mean harm: bounded, a clear error, nothing lost."""

import gzip

import pytest
from shop_testing import Api, Shopper

from connectory_runtime import ActionError, InvalidResponse
from connectory_runtime._reading import LIMIT, BodyReader, UnreadableError

BOMB = gzip.compress(b"\0" * (LIMIT + 1), 9, mtime=0)


def test_a_gzip_bomb(shopper: Shopper) -> None:
    with pytest.raises(InvalidResponse, match=f"larger than {LIMIT} bytes") as caught:
        shopper.call(Api(content=BOMB, headers={"content-encoding": "gzip"}), "renew")
    assert caught.value.status == 200


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


def test_inflating_stops_at_the_limit() -> None:
    reader = BodyReader("gzip", limit=1000)
    with pytest.raises(UnreadableError, match="larger"):
        reader.feed(gzip.compress(b"\0" * 10_000_000, mtime=0))


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
