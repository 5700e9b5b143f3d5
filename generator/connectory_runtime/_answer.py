"""An answer, read as far as somebody asks."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ._action import AnswerKind
from ._json import NotJsonError, parse_json
from ._message import RawResponse, ResponseHeaders
from ._text import decode_text
from ._unset import UNSET


class Answer:
    """A response whose body is announced to be a file, text, a list, an object, or anything."""

    def __init__(self, raw: RawResponse, announced: AnswerKind | None = None) -> None:
        self.raw = raw
        self._announced = announced

    @property
    def status(self) -> int:
        return self.raw.status

    @property
    def headers(self) -> ResponseHeaders:
        return self.raw.headers

    @cached_property
    def text(self) -> str:
        """The body as text; empty when there is none."""
        return decode_text(self.raw.content, self.raw.headers.get("content-type", ""))

    @cached_property
    def json(self) -> Any:
        """The body as JSON, `UNSET` when it is not JSON. The type it claims to have is not believed.

        One object where a list is announced is a list of one: some serialisers write it so.
        """
        try:
            value = parse_json(self.raw.content, self.text)
        except NotJsonError:
            return UNSET
        return [value] if self._announced == "list" and isinstance(value, dict) else value

    @property
    def value(self) -> Any:
        """JSON or else text; `None` for an empty body unless it is announced as text. A file as JSON data."""
        if self._announced == "file":
            from ._download import Download

            return Download.of(self.raw).to_dict()
        if self._announced == "text":
            return self.json if isinstance(self.json, str) else self.text
        if not self.raw.content:
            return None
        return self.text if self.json is UNSET else self.json

    @property
    def damage(self) -> str | None:
        """Why this cannot be the object or the list that is announced; `None` for what may be it, or is merely odd.

        Texts in place of JSON are odd. Web pages come from whoever stands between, such as a sign-in to a network.
        """
        if self._announced not in ("object", "list") or not self.raw.content:
            return None
        kind = self.raw.headers.media_type.lower()
        if not (kind == "text/html" or kind.endswith("json")) or self.json is not UNSET:
            return None
        return "the answer is a web page" if kind == "text/html" else "the answer calls itself JSON and is none"
