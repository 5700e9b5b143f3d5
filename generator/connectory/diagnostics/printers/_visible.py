"""Text from specs on a terminal: it must neither hide anything nor move the cursor."""

import unicodedata

_JOINERS = "\u200c\u200d"
_TAB = 4


def visible(text: str) -> str:
    """The text with everything that does not print written as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _JOINERS else _escape(char) for char in text)


def cells(char: str) -> str:
    """What to print for one character of a source line."""
    if char == "\t":
        return " " * _TAB
    return char if char.isprintable() or char in _JOINERS else "\N{REPLACEMENT CHARACTER}"


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") or char in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
