"""An answer, read as far as somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from ._json import NotJsonError, parse_json
from ._message import RawResponse, ResponseHeaders
from ._text import decode_text
from ._unset import UNSET


class Answer:
    """A response whose body is announced to be text, a file, a list, or none of these.

    `is_list` is asked only when it matters: the answer may need a module of models to be imported.
    """

    def __init__(
        self,
        raw: RawResponse,
        *,
        is_text: bool = False,
        is_file: bool = False,
        is_list: Callable[[], bool] = bool,
    ) -> None:
        self.raw = raw
        self._is_file = is_file
        self._is_text = is_text
        self._is_list = is_list

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
        return [value] if _is_object(value) and self._is_list() else value

    @property
    def value(self) -> Any:
        """JSON or else text; `None` for an empty body unless it is announced as text. A file as JSON data."""
        if self._is_file:
            from ._download import Download

            return Download.of(self.raw).to_dict()
        if self._is_text:
            return self.json if isinstance(self.json, str) else self.text
        if not self.raw.content:
            return None
        return self.text if self.json is UNSET else self.json


def _is_object(value: object) -> bool:
    return isinstance(value, dict)
