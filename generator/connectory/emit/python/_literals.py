"""The only two ways in which text of a spec reaches Python source: as a printed value, or as a docstring."""

import ast
import math
import re
import textwrap
from collections.abc import Mapping
from typing import assert_never

from connectory.model import JsonObject, JsonValue

_WIDTH = 90
_MARKED = re.compile(r"^\s*([-*+>#|`~]|\d+[.)])|^\s", re.MULTILINE)


def literal(value: JsonValue) -> str:
    """A Python expression whose value is `value`; long texts are split at spaces into several lines.

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


def sequence(items: list[str]) -> str:
    """A tuple display of expressions."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def docstring(text: str, indent: int) -> str:
    """A docstring with `text`, its lines indented by `indent` spaces and wrapped.

    The value equals `text` but for white space. A text that cannot stand in a docstring as it is written
    becomes an ordinary literal instead.
    """
    pad = " " * indent
    lines = [_wrap(line, 120 - indent) for line in text.strip().split("\n")]
    body = "\n".join(part for line in lines for part in line)
    quoted = f'"""{_escape(body)}"""'
    if "\n" in body:
        quoted = f'"""{_escape(body)}\n"""'
    if ast.literal_eval(quoted).strip() != body.strip():
        return repr(text)
    return "\n".join(pad + line if line and number else line for number, line in enumerate(quoted.split("\n")))


def reflow(text: str) -> str:
    """Markdown with the lines of each plain paragraph joined; lists, tables and code stay as they are."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(block if _MARKED.search(block) else " ".join(block.split()) for block in blocks)


def _escape(text: str) -> str:
    """Each character as it must be written between triple double quotes."""
    return "".join(_escaped(character, text[index + 1 :][:1]) for index, character in enumerate(text))


def _escaped(character: str, following: str) -> str:
    if character == "\\":
        return "\\\\"
    if character == '"' and following in ("", '"'):
        return '\\"'
    return character if character == "\n" or character.isprintable() else repr(character)[1:-1]


def _wrap(line: str, width: int) -> list[str]:
    indent = len(line) - len(line.lstrip())
    wrapped = textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * (indent + 4 if indent else 0),
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return wrapped or [""]


def _text(text: str) -> str:
    if len(text) <= _WIDTH or " " not in text:
        return repr(text)
    pieces: list[str] = [""]
    for word in _words(text):
        if pieces[-1] and len(pieces[-1]) + len(word) > _WIDTH:
            pieces.append("")
        pieces[-1] += word
    return "(" + "\n".join(repr(piece) for piece in pieces) + ")"


def _words(text: str) -> list[str]:
    """The text cut after every space; put together again it is the same text."""
    parts = text.split(" ")
    return [f"{part} " for part in parts[:-1]] + [parts[-1]]
