"""Bodies of answers, uncompressed piece by piece, never beyond a limit."""

import zlib

LIMIT = 64 * 1024 * 1024
"""The largest body that is read, in bytes, counted after it is uncompressed."""

_GZIP = 16 + zlib.MAX_WBITS


class UnreadableError(Exception):
    """The body breaks the limit or its compression; the message says how."""


class BodyReader:
    """Collects a body that is plain or compressed with gzip, which is all that requests ask for.

    Raises:
        UnreadableError: here and in every method, when the body cannot be read.
    """

    def __init__(self, encoding: str, limit: int = LIMIT) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise UnreadableError("it is compressed in a way that was not asked for")
        self._inflate = zlib.decompressobj(_GZIP) if coding.endswith("gzip") else None
        self._pieces: list[bytes] = []
        self._room = limit
        self._limit = limit

    def feed(self, piece: bytes) -> None:
        """Take the next piece as it came over the wire."""
        if self._inflate is None:
            self._keep(piece)
        else:
            self._keep_inflated(piece)

    def finish(self) -> bytes:
        """The whole body."""
        if self._inflate is not None and self._pieces and not self._inflate.eof:
            raise UnreadableError("its compressed data ends too early")
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        self._room -= len(piece)
        if self._room < 0:
            raise UnreadableError(f"it is larger than {self._limit} bytes")
        self._pieces.append(piece)

    def _keep_inflated(self, piece: bytes) -> None:
        while piece:
            if self._inflate is None or self._inflate.eof:
                self._inflate = zlib.decompressobj(_GZIP)
            try:
                # One byte more than there is room for is enough to know.
                self._keep(self._inflate.decompress(piece, self._room + 1))
            except zlib.error:
                raise UnreadableError("its compressed data is damaged") from None
            piece = self._inflate.unconsumed_tail or self._inflate.unused_data
