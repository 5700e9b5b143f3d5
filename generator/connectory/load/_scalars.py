"""What a plain scalar means: what JSON would read, or the text as it is written; never a surprise."""

import re
from decimal import Decimal

from connectory.diagnostics import Code

AMBIGUOUS_SCALAR = Code(
    "Y008",
    "ambiguous-scalar",
    "YAML tools disagree about this text: some read a boolean, a number in another base, a time in seconds or a number "
    "that loses digits. Only `true`, `false`, `null`, whole numbers and decimals that are written as JSON writes them "
    "are more than text. Put text in quotes.",
    "tags: [no]",
    'tags: ["no"]',
)

_WORDS = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "true": "true",
    "no": "false",
    "n": "false",
    "off": "false",
    "false": "false",
    "null": "null",
    "~": "null",
}
_EXACT: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_OPENING = frozenset("+-.0123456789")
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,19})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.(?:[0-9]*[1-9]|0)\Z")
_NUMBER_LIKE = re.compile(
    r"""[-+]?(?:
        (?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?  # 012, +1, 1_000, 1.10, .5, 1e5
        | 0[xX][0-9a-fA-F_]+ | 0[bB][01_]+ | 0[oO][0-7_]+
        | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?                  # 12:30:45, in seconds
        | \.(?:inf|nan)
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)


class AmbiguousError(ValueError):
    """The text is read in several ways. `hint` says how to write what is meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def plain_value(text: str) -> bool | int | float | str | None:
    """The value of a plain scalar.

    Raises:
        AmbiguousError: when other YAML tools read something else than this text.
    """
    if text in _EXACT:
        return _EXACT[text]
    if (word := _WORDS.get(text.lower())) is not None:
        raise AmbiguousError(f"`{text}` is {word} to some YAML tools and text to others", _choice(text, word))
    if text[0] in _OPENING:
        return _number(text)
    if text == "=":
        raise AmbiguousError("`=` has a meaning of its own to some YAML tools", 'write "="')
    return text


def _number(text: str) -> int | float | str:
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        value = float(text)
        if Decimal(repr(value)) == Decimal(text):
            return value
        raise AmbiguousError(f"`{text}` has more digits than a number keeps", f'write "{text}" if text is meant')
    if _NUMBER_LIKE.match(text):
        raise AmbiguousError(f"`{text}` is not the same number, or no number, to every YAML tool", _respelt(text))
    return text


def _respelt(text: str) -> str:
    """How to write a number-like text so that every tool reads the same."""
    hint = f'write "{text}" if text is meant'
    if text.lstrip("+-").startswith("0") and "." not in text:
        return hint
    try:
        value = float(text.replace("_", ""))
        number = str(int(value)) if value.is_integer() else repr(value)
    except (ValueError, OverflowError):
        return hint
    return f"{hint}, or {number} for the number" if _INTEGER.match(number) or _DECIMAL.match(number) else hint


def _choice(text: str, word: str) -> str:
    return f'write {word}, or "{text}" if text is meant'
