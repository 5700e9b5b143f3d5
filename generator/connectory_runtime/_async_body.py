"""The body of a request, for transports that are awaited. Files are read in threads."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterator

from ._content import Content
from ._message import Request
from ._tally import SourceError, Tally
from ._upload import Awaited, Memory, Source, Upload


def body_of(request: Request) -> bytes | AsyncIterable[bytes] | None:
    """The bytes, or something to iterate over."""
    return _Body(request.content) if isinstance(request.content, Content) else request.content


class _Body:
    """Each iteration begins anew."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._content.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                async for part in _read(piece):
                    yield part


async def _read(upload: Upload) -> AsyncIterator[bytes]:
    pieces = aiter(_pieces(upload.source))
    tally = Tally(upload)
    while True:
        try:
            piece = await anext(pieces, None)
        except Exception as error:
            raise SourceError.of(error) from None
        if piece is None:
            break
        yield tally.count(piece)
    tally.finish()


async def _pieces(source: Source) -> AsyncIterator[bytes]:
    match source:
        case Awaited():
            async for piece in source.pieces():
                yield piece
        case Memory(content):
            yield content
        case _:
            from asyncio import to_thread

            pieces = source.pieces()
            while (block := await to_thread(_next, pieces)) is not None:
                yield block


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
