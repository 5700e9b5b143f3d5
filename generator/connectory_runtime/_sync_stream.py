"""Bodies that are read piece by piece, in blocking clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from ._message import Broken
from ._reading import UnreadableError
from ._saving import Saving
from ._streamed import WHOLE, BrokenOffError, Streamed


class Stream(Streamed):
    """An answer whose body is read piece by piece, once, and only as long as the stream is open.

    `limit` is how many bytes are read at most, counted after they are uncompressed. Every way to read raises
    `InvalidResponse` for a body that is larger, damaged, or shorter or longer than the API announced,
    `DeliveryUnknown` when the connection breaks, and RuntimeError when the body was read before.
    """

    def iter_bytes(self, *, limit: int | None = None) -> Iterator[bytes]:
        """The body, uncompressed, in pieces of a megabyte at most."""
        try:
            unpacker = self._unpacker(limit)
            for piece in self._pieces():
                yield from unpacker.feed(piece)
            unpacker.finish()
        except BrokenOffError as error:
            raise self._failed(error.broken) from None
        except UnreadableError as error:
            raise self._failed(Broken("unreadable", str(error), self.status)) from None

    def read(self, *, limit: int | None = WHOLE) -> bytes:
        """The whole body in memory."""
        return b"".join(self.iter_bytes(limit=limit))

    def save(self, path: str | PathLike[str], *, overwrite: bool = False, limit: int | None = None) -> Path:
        """Write the body to a file, whole or not at all. The path is that of the file, not of a folder.

        Raises:
            FileExistsError: when something is there already, unless it may be overwritten. Nothing was read then.
            OSError: when the file cannot be written.
        """
        with Saving(path, overwrite=overwrite) as file:
            for piece in self.iter_bytes(limit=limit):
                file.write(piece)
        return file.path

    def close(self) -> None:
        """Give the connection back. What was not read is lost."""
        self._begun = True
        if (body := self._opened.raw.body) is not None:
            body.close()

    def _pieces(self) -> Iterable[bytes]:
        raw = self._opened.raw
        return (raw.content,) if raw.body is None else raw.body.pieces()
