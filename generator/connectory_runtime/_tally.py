"""What goes wrong while a file is read that is being sent."""

from __future__ import annotations

from ._upload import Upload


class SourceError(Exception):
    """The rest of what is being sent cannot be had. The message says why, and nothing of what is in it."""

    @classmethod
    def of(cls, error: Exception) -> SourceError:
        return cls(f"what was to be sent could not be read to its end ({type(error).__name__})")


class Tally:
    """Counts what a source gives: neither more nor less than was announced may be sent.

    Raises:
        SourceError: in every method, when it is another number of bytes.
    """

    def __init__(self, upload: Upload) -> None:
        self._left = upload.source.size

    def count(self, piece: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(piece)
            if self._left < 0:
                raise _changed()
        return piece

    def finish(self) -> None:
        if self._left:
            raise _changed()


def _changed() -> SourceError:
    return SourceError("what was to be sent changed its size while it was read")
