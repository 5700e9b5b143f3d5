"""Answers that are files."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ._disposition import filename_in
from ._saving import Saving

if TYPE_CHECKING:
    from ._message import RawResponse


@dataclass(frozen=True, slots=True, repr=False)
class Download:
    """A file that the API answered, whole in memory. `client.stream` reads larger ones.

    `filename` is what the API calls it, without any path; `content_type` its media type. Both are the word of the
    server, and `None` when it says nothing.
    """

    content: bytes
    filename: str | None = None
    content_type: str | None = None

    @classmethod
    def of(cls, raw: RawResponse) -> Download:
        """The body of an answer."""
        return cls(raw.content, filename_in(raw.headers.get("content-disposition", "")), raw.headers.media_type or None)

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the content to a file, whole or not at all. The path is that of the file, not of a folder.

        Raises:
            FileExistsError: when something is there already, unless it may be overwritten.
            OSError: when the file cannot be written.
        """
        with Saving(path, overwrite=overwrite) as file:
            file.write(self.content)
        return file.path

    def to_dict(self) -> dict[str, str]:
        """The file as JSON data, with its bytes in base 64."""
        named = {"filename": self.filename, "content_type": self.content_type}
        known = {key: text for key, text in named.items() if text is not None}
        return {"base64": b64encode(self.content).decode(), **known}

    def __len__(self) -> int:
        return len(self.content)

    def __bytes__(self) -> bytes:
        return self.content

    def __repr__(self) -> str:
        return f"<Download {self.filename!r}, {len(self.content)} bytes>"
