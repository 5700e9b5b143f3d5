"""Bodies of answers, uncompressed piece by piece, never beyond a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

LIMIT = 64 * 1024 * 1024
"""The largest body that is read whole, in bytes, counted after it is uncompressed."""

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 1024 * 1024


class UnreadableError(Exception):
    """The body breaks the limit or its compression; the message says how."""


class Unpacker:
    """Takes the pieces of a body as they come over the wire, plain or compressed with gzip, and gives them plain.

    `limit` is in bytes, `None` for no limit; `announced` is how many bytes come over the wire, where that is known.

    Raises:
        UnreadableError: here and in every method, when the body cannot be read.
    """

    def __init__(self, encoding: str, limit: int | None, announced: int | None = None) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise UnreadableError("it is compressed in a way that was not asked for")
        self._inflate = zlib.decompressobj(_GZIP) if coding.endswith("gzip") else None
        self._limit = limit
        self._given = 0
        self._taken = 0
        self._announced = announced

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The next plain pieces. Each is at most as large as `piece`, or a megabyte."""
        self._taken += len(piece)
        if self._inflate is None:
            yield self._counted(piece)
        else:
            yield from self._inflated(piece)

    def finish(self) -> None:
        """Say that there are no more pieces."""
        if self._inflate is not None and self._taken and not self._inflate.eof:
            raise UnreadableError("its compressed data ends too early")
        if self._announced is not None and self._taken != self._announced:
            raise UnreadableError(f"{self._announced} bytes were announced and {self._taken} came")

    def _counted(self, piece: bytes) -> bytes:
        self._given += len(piece)
        if self._limit is not None and self._given > self._limit:
            raise UnreadableError(f"it is larger than {self._limit} bytes")
        return piece

    def _inflated(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._inflate is None or self._inflate.eof:
                self._inflate = zlib.decompressobj(_GZIP)
            # One byte more than there is room for is enough to know.
            room = _PIECE if self._limit is None else min(_PIECE, self._limit - self._given + 1)
            try:
                plain = self._inflate.decompress(piece, room)
            except zlib.error:
                raise UnreadableError("its compressed data is damaged") from None
            if plain:
                yield self._counted(plain)
            piece = self._inflate.unconsumed_tail or self._inflate.unused_data


class BodyReader:
    """Collects a body.

    Raises:
        UnreadableError: here and in every method, when the body cannot be read.
    """

    def __init__(self, encoding: str, limit: int = LIMIT) -> None:
        self._unpacker = Unpacker(encoding, limit)
        self._pieces: list[bytes] = []

    def feed(self, piece: bytes) -> None:
        """Take the next piece as it came over the wire."""
        self._pieces.extend(self._unpacker.feed(piece))

    def finish(self) -> bytes:
        """The whole body."""
        self._unpacker.finish()
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
