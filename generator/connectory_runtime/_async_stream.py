"""Bodies that are read piece by piece, in async clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from os import PathLike
from pathlib import Path
from typing import cast

from ._message import Broken
from ._reading import UnreadableError
from ._saving import Saving
from ._streamed import WHOLE, BrokenOffError, Streamed


class AsyncStream(Streamed):
    """An answer whose body is read piece by piece, once, and only as long as the stream is open.

    `limit` is how many bytes are read at most, counted after they are uncompressed. Every way to read raises
    `InvalidResponse` for a body that is larger, damaged, or shorter or longer than the API announced,
    `DeliveryUnknown` when the connection breaks, and RuntimeError when the body was read before.
    """

    async def iter_bytes(self, *, limit: int | None = None) -> AsyncIterator[bytes]:
        """The body, uncompressed, in pieces of a megabyte at most."""
        try:
            unpacker = self._unpacker(limit)
            async for piece in self._pieces():
                for plain in unpacker.feed(piece):
                    yield plain
            unpacker.finish()
        except BrokenOffError as error:
            raise self._failed(error.broken) from None
        except UnreadableError as error:
            raise self._failed(Broken("unreadable", str(error), self.status)) from None

    async def read(self, *, limit: int | None = WHOLE) -> bytes:
        """The whole body in memory."""
        return b"".join([piece async for piece in self.iter_bytes(limit=limit)])

    async def save(self, path: str | PathLike[str], *, overwrite: bool = False, limit: int | None = None) -> Path:
        """Write the body to a file, whole or not at all. The path is that of the file, not of a folder.

        Raises:
            FileExistsError: when something is there already, unless it may be overwritten. Nothing was read then.
            OSError: when the file cannot be written.
        """
        from asyncio import to_thread

        with Saving(path, overwrite=overwrite) as file:
            async for piece in self.iter_bytes(limit=limit):
                await to_thread(file.write, piece)
        return file.path

    async def aclose(self) -> None:
        """Give the connection back. What was not read is lost."""
        self._begun = True
        if (body := self._opened.raw.body) is not None:
            await body.aclose()

    def _pieces(self) -> AsyncIterator[bytes]:
        raw = self._opened.raw
        return _held(raw.content) if raw.body is None else cast("AsyncIterator[bytes]", raw.body.pieces())


async def _held(content: bytes) -> AsyncIterator[bytes]:
    yield content
