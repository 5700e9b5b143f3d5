"""The only two ways in which text of a spec reaches Python source: as a printed value, or as a docstring."""

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import assert_never
from unicodedata import east_asian_width

from connectory.model import JsonObject, JsonValue

LINE = 120
_WIDTH = 90
_TO_ESCAPE = re.compile(r'\\|""|"\Z')
_MARKED = re.compile(r"^\s*([-*+>#|`~]|\d+[.)])|^\s", re.MULTILINE)


def literal(value: JsonValue) -> str:
    """A Python expression whose value is `value`; long texts are split into several lines.

    Raises:
        ValueError: for a number that is not finite, which JSON cannot hold.
    """
    match value:
        case None | bool() | int():
            return repr(value)
        case float():
            if not math.isfinite(value):
                raise ValueError("a JSON number must be finite")
            return repr(value)
        case str():
            return _text(value)
        case tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case JsonObject():
            return mapping({key: literal(item) for key, item in value.items()})
        case _:
            assert_never(value)


def mapping(members: Mapping[str, str]) -> str:
    """A dict display; keys are texts, values are expressions."""
    return "{" + ", ".join(f"{_text(key)}: {value}" for key, value in members.items()) + "}"


def call(name: str, arguments: Mapping[str, str]) -> str:
    """A call with keyword arguments, each an expression."""
    return f"{name}(" + ", ".join(f"{key}={value}" for key, value in arguments.items()) + ")"


def sequence(items: Iterable[str]) -> str:
    """A tuple display of expressions, each on a line of its own."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def row(items: Sequence[str]) -> str:
    """A tuple display of short expressions, on one line where it fits."""
    return f"({', '.join(items)})" if len(items) > 1 else sequence(items)


def values(items: Iterable[JsonValue]) -> str:
    """A tuple display of values that `literal` can write, on one line where it fits."""
    return row([literal(item) for item in items])


def docstring(text: str, indent: int) -> str:
    """A docstring with `text`, its lines indented by `indent` spaces and wrapped.

    The value equals `text` but for white space. A text that cannot stand in a docstring as it is written
    becomes an ordinary literal instead.
    """
    pad = " " * indent
    lines = [part for line in text.strip().split("\n") for part in _wrapped(line, LINE - indent - 8)]
    body = "\n".join(lines)
    quoted = f'"""{_escape(body)}' + ('\n"""' if len(lines) > 1 else '"""')
    if ast.literal_eval(quoted).strip() != body.strip():
        return repr(text)
    return "\n".join(pad + line if line and number else line for number, line in enumerate(quoted.split("\n")))


def reflow(text: str) -> str:
    """Markdown with the lines of each plain paragraph joined; lists, tables and code stay as they are."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(block if _MARKED.search(block) else " ".join(block.split()) for block in blocks)


def _escape(text: str) -> str:
    """Each character as it must be written between triple double quotes."""
    if not _TO_ESCAPE.search(text) and text.replace("\n", "").isprintable():
        return text
    pairs = pairwise((*text, ""))
    return "".join(_escaped(character, after) for character, after in pairs)


def _escaped(character: str, after: str) -> str:
    if character == "\\":
        return "\\\\"
    if character == '"' and after in ("", '"'):
        return '\\"'
    return character if character == "\n" or character.isprintable() else repr(character)[1:-1]


def _wrapped(line: str, width: int) -> Iterator[str]:
    """A line cut at spaces. What is indented goes on indented once more; code in a page stays readable."""
    margin = len(line) - len(line.lstrip(" "))
    hanging = " " * (margin + 4 if margin else 0)
    current = ""
    for piece in _pieces(line):
        if current.strip() and _columns(current + piece.rstrip()) > width:
            yield current.rstrip()
            current = hanging
        current += piece
    yield current.rstrip()


def _text(text: str) -> str:
    if _columns(text) <= _WIDTH:
        return repr(text)
    lines: list[str] = [""]
    for piece in _pieces(text):
        for part in (piece[start : start + _WIDTH // 2] for start in range(0, len(piece), _WIDTH // 2)):
            if lines[-1] and _columns(lines[-1] + part) > _WIDTH:
                lines.append("")
            lines[-1] += part
    return "(" + " ".join(repr(line) for line in lines) + ")"


def _pieces(text: str) -> list[str]:
    """The text cut after its spaces; put together again it is the same text."""
    return re.findall(r"[^ ]* +|[^ ]+", text)


def _columns(text: str) -> int:
    """How wide a text is on a screen: wide characters take two columns."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(item) in "WF" else 1 for item in text)
