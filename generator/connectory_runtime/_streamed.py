"""Answers whose body is left to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._disposition import filename_in
from ._errors import ActionError
from ._failure import undelivered
from ._message import Broken, RawResponse, ResponseHeaders
from ._reading import LIMIT, Unpacker

if TYPE_CHECKING:
    from ._action import Action

WHOLE = LIMIT
"""The most that `read()` takes into memory unless told otherwise, in bytes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A success. What is left to be read is the `body` of `raw`; where that had to be read first, its `content`."""

    raw: RawResponse
    request_id: str | None
    action: Action[Any]


class BrokenOffError(Exception):
    """The rest of a body cannot be had."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.reason)
        self.broken = broken


class Streamed:
    """What streams of blocking and of async clients have in common."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._begun = False
        self.request_id = opened.request_id

    @property
    def status(self) -> int:
        return self._opened.raw.status

    @property
    def headers(self) -> ResponseHeaders:
        """Headers by name, in any case."""
        return self._opened.raw.headers

    @property
    def filename(self) -> str | None:
        """What the API calls the file, without any path; `None` when it does not say."""
        return filename_in(self.headers.get("content-disposition", ""))

    @property
    def content_type(self) -> str | None:
        """The media type that the API says it has."""
        return self.headers.media_type or None

    @property
    def size(self) -> int | None:
        """How many bytes come over the wire, compressed or not; `None` when the API does not say."""
        announced = self.headers.get("content-length", "")
        return int(announced) if announced.isascii() and announced.isdecimal() and len(announced) < 20 else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status}>"

    def _unpacker(self, limit: int | None) -> Unpacker:
        if self._begun:
            raise RuntimeError("the body was read already, or the stream is closed")
        if limit is not None and limit < 0:
            raise ValueError("limit is a number of bytes, 0 or more")
        self._begun = True
        if self._opened.raw.body is None:
            return Unpacker("", limit)
        return Unpacker(self.headers.get("content-encoding", ""), limit, self.size)

    def _failed(self, broken: Broken) -> ActionError:
        error = undelivered(self._opened.action, broken)
        error.request_id = self.request_id
        return error
