"""Text in Markdown that stays text: nothing of it can become markup."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

_SPECIAL = re.compile(r"[\\`*\[\]<|~$]|&(?=#?\w+;)|(?<![A-Za-z0-9_])_+|_+(?![A-Za-z0-9_])")
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_TICKS = re.compile(r"`+")

KEPT = 16_384
"""How many texts are known as Markdown: pages say the same again and again."""


class MarkdownText(str):
    """Markdown that is meant to be markup."""

    __slots__ = ()


def finish(value: Any) -> MarkdownText:
    """What a template places: markup as it is, everything else as text."""
    return value if isinstance(value, MarkdownText) else md_text(str(value))


@lru_cache(KEPT)
def md_text(text: str) -> MarkdownText:
    """A text on one line, white space folded."""
    return MarkdownText(protect_line(escape(" ".join(text.split()))))


def escape(text: str) -> str:
    """A piece of a line in which no character has a special meaning. Its place may not be the line's start."""
    return _SPECIAL.sub(lambda found: "".join(f"\\{character}" for character in found.group()), text)


def protect_line(line: str) -> str:
    """A line that no character at its start can turn into a heading, a list or a quotation."""
    if line[:1] in ("-", "+", "=", "#", ">"):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def md_code(text: str) -> MarkdownText:
    """A text as a code span."""
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return MarkdownText(f"{ticks}{pad}{' '.join(text.splitlines())}{pad}{ticks}")


@lru_cache(KEPT)
def md_cell_code(text: str) -> MarkdownText:
    """A text as a code span in a cell of a table, where a bar would end the cell."""
    return MarkdownText(md_code(text).replace("|", "\\|"))


def md_block(text: str, language: str) -> MarkdownText:
    """A text as a block of code."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return MarkdownText(f"{fence}{language}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}")


def md_target(url: str) -> MarkdownText:
    """A URL as the target of a link."""
    return MarkdownText(quote(url, safe="%/:=&?~#+!$,;'@[]-._*"))


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0) if "`" in text else 0
