"""What callers pass where a file is sent."""

from __future__ import annotations

from collections.abc import AsyncIterable
from dataclasses import dataclass
from os import PathLike
from typing import BinaryIO, TypeAlias

from ._headers import is_media_type

_Content: TypeAlias = PathLike[str] | bytes | BinaryIO


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """A file to send, where its name or its type is to be said.

    `content` is a path, bytes, or a stream that was opened for reading bytes; in async clients also an async
    iterable of bytes. A path is read when the file is sent, piece by piece. Bytes, paths and streams that can go
    back are sent again if a call is repeated; other streams cannot be. `filename` is that of the path or the
    stream unless given, `content_type` what the spec says, or what the name tells.

    Raises:
        ValueError: when the content type is none.
    """

    content: _Content | AsyncIterable[bytes]
    filename: str | None = None
    content_type: str | None = None

    def __post_init__(self) -> None:
        if self.content_type is not None and not is_media_type(self.content_type):
            raise ValueError("File.content_type is a media type such as image/png")

    def __repr__(self) -> str:
        return f"<File {self.filename!r}>" if self.filename else "<File>"


FileInput: TypeAlias = File | _Content
"""A file: `pathlib.Path`, bytes, a stream that was opened for reading bytes, or `File` to say more."""
