"""Bodies that are read while they are sent: single files, and forms with files (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass

from ._upload import Upload


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A field of a form, by its name on the wire."""

    name: str
    value: str | Upload
    content_type: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """A body. `pieces` are sent one after the other; `parts` are the fields, if it is a form."""

    pieces: tuple[bytes | Upload, ...]
    parts: tuple[Part, ...] = ()

    @property
    def size(self) -> int | None:
        """How many bytes it has, if that is known before it was read."""
        total = 0
        for piece in self.pieces:
            size = piece.source.size if isinstance(piece, Upload) else len(piece)
            if size is None:
                return None
            total += size
        return total

    @property
    def repeatable(self) -> bool:
        """Whether it can be sent from its beginning, be it again."""
        return all(piece.source.repeatable for piece in self.pieces if isinstance(piece, Upload))
