"""A text that matches a regular expression of the portable subset that specs may use."""

import re
from collections.abc import Iterator

_ATOM = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|.", re.DOTALL)
_COUNT = re.compile(r"(?:([*+?])|\{(\d+)(,(\d*))?\})\??")
_LEAST = {"*": 0, "+": 1, "?": 0}
_CANDIDATES = ("a", "1", "A", *map(chr, range(32, 127)), "\t", "\n", "é")
_MOST_EXTRA = 64


def matching_text(pattern: str, shortest: int = 0, longest: int | None = None) -> str | None:
    """A matching text within the lengths, as short as is easily found; `None` when none is found."""
    for extra in range(_MOST_EXTRA):
        text = _Writer(pattern, extra).write()
        for candidate in (text, text.ljust(shortest, "a")):
            fits = len(candidate) >= shortest and (longest is None or len(candidate) <= longest)
            if fits and re.search(pattern, candidate):
                return candidate
    return None


class _Writer:
    """Takes the first of alternatives, and of each repetition `extra` more than it needs."""

    def __init__(self, pattern: str, extra: int) -> None:
        self._pattern = pattern
        self._extra = extra
        self._at = 0

    def write(self) -> str:
        return self._alternatives()

    def _alternatives(self) -> str:
        texts = ["".join(self._sequence())]
        while self._next() == "|":
            self._at += 1
            texts.append("".join(self._sequence()))
        return texts[0]

    def _sequence(self) -> Iterator[str]:
        while self._next() not in ("", "|", ")"):
            text = self._atom()
            yield text * self._count()

    def _atom(self) -> str:
        if self._next() == "(":
            self._at += 3 if self._pattern.startswith("(?:", self._at) else 1
            text = self._alternatives()
            self._at += 1
            return text
        atom = _ATOM.match(self._pattern, self._at)
        source = atom[0] if atom else ""
        self._at += len(source)
        # Positions such as `^` match no character, and add none.
        return next((item for item in (source, *_CANDIDATES) if re.fullmatch(source, item)), "")

    def _count(self) -> int:
        count = _COUNT.match(self._pattern, self._at)
        if count is None:
            return 1
        self._at = count.end()
        simple, least, comma, most = count.groups()
        low = _LEAST[simple] if simple else int(least)
        high = 1 if simple == "?" else None if simple or (comma and not most) else int(most or least)
        return low + self._extra if high is None else min(low + self._extra, high)

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]
