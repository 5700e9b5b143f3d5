"""Files that are sent: where their bytes come from, and whether they can be read a second time."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

PIECE = 64 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Memory:
    """Bytes."""

    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def repeatable(self) -> bool:
        return True

    def pieces(self) -> Iterator[bytes]:
        yield self.content


@dataclass(frozen=True, slots=True, repr=False)
class OnDisk:
    """A file that is opened when it is sent."""

    path: Path
    size: int

    @property
    def repeatable(self) -> bool:
        return True

    def pieces(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


@dataclass(slots=True, repr=False)
class Opened:
    """An open stream. It is read from `start`, if it can go back there."""

    stream: BinaryIO
    start: int | None
    size: int | None
    _begun: bool = field(default=False, init=False)

    @property
    def repeatable(self) -> bool:
        return self.start is not None or not self._begun

    def pieces(self) -> Iterator[bytes]:
        self._begun = True
        if self.start is not None:
            self.stream.seek(self.start)
        while piece := self.stream.read(PIECE):
            yield piece


@dataclass(slots=True, repr=False)
class Awaited:
    """An async iterable, which is read once."""

    stream: AsyncIterable[bytes]
    _begun: bool = field(default=False, init=False)

    @property
    def size(self) -> None:
        return None

    @property
    def repeatable(self) -> bool:
        return not self._begun

    def pieces(self) -> AsyncIterable[bytes]:
        self._begun = True
        return self.stream


Source: TypeAlias = Memory | OnDisk | Opened | Awaited


@dataclass(frozen=True, slots=True, repr=False)
class Upload:
    """A file, ready to be sent. `content_type` is what the caller says about it."""

    source: Source
    filename: str
    content_type: str | None

    def __repr__(self) -> str:
        return f"<Upload of {self.size}>"

    @property
    def size(self) -> str:
        """For people."""
        return "unknown size" if self.source.size is None else f"{self.source.size} bytes"
