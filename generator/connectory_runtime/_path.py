"""Paths of requests. A value never leaves the segment it was put in."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

_HOLE = re.compile(r"\{([^{}]*)\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SEPARATOR = re.compile(r"[/\\]")
_PLAIN = re.compile(r"[\w-]+", re.ASCII)
"""Nothing to encode, and nothing that could lead elsewhere: most ids are so."""

_DEEPEST_ENCODING = 8


class PathTemplate:
    """A path with wire names in braces, taken apart once."""

    def __init__(self, template: str) -> None:
        self._pieces = _HOLE.split(template)

    def fill(self, values: Mapping[str, str], refuse: Callable[[str, str], Exception]) -> str:
        """The path with every value encoded. `refuse(wire name, why)` makes the error for one that cannot go there."""
        if len(self._pieces) == 1:
            return self._pieces[0]
        pieces = list(self._pieces)
        for position in range(1, len(pieces), 2):
            name = pieces[position]
            pieces[position] = text = values[name]
            if _PLAIN.fullmatch(text):
                continue
            if problem := problem_of(text):
                raise refuse(name, problem)
            pieces[position] = quote(text, safe="")
        return "".join(pieces)


def problem_of(text: str) -> str | None:
    """Why a text cannot be a path segment, or `None` when it can.

    Encoding alone is not enough: servers and proxies on the way may decode more than once, and resolve
    `.` and `..` afterwards.
    """
    if not text:
        return "is empty, which would change the path"
    if _CONTROL.search(text):
        return "holds a control character"
    for _ in range(_DEEPEST_ENCODING):
        if any(part in (".", "..") for part in _SEPARATOR.split(text)):
            return "holds `.` or `..` as a step, which would leave its place in the path"
        decoded = unquote(text)
        if decoded == text:
            return None
        text = decoded
    return "is percent-encoded too many times over"
