"""The body of a request, for transports that block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from ._content import Content
from ._message import Request
from ._tally import SourceError, Tally
from ._upload import Upload


def body_of(request: Request) -> bytes | Iterable[bytes] | None:
    """The bytes, or something to iterate over."""
    return _Body(request.content) if isinstance(request.content, Content) else request.content


class _Body:
    """Each iteration begins anew."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._content.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from _read(piece)


def _read(upload: Upload) -> Iterator[bytes]:
    # Clients that block refuse async sources before anything is sent.
    pieces = cast("Iterator[bytes]", upload.source.pieces())
    tally = Tally(upload)
    while True:
        try:
            piece = next(pieces, None)
        except Exception as error:
            raise SourceError.of(error) from None
        if piece is None:
            break
        yield tally.count(piece)
    tally.finish()
