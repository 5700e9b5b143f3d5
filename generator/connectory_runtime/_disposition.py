"""What a server calls a file."""

from __future__ import annotations

import re
from urllib.parse import unquote

_EXTENDED = re.compile(r"filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^;\s]+)", re.IGNORECASE)
_QUOTED = re.compile(r'filename\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*([^\s;\"]+)", re.IGNORECASE)
_LONGEST = 255


def filename_in(disposition: str) -> str | None:
    """The file name in a header `Content-Disposition`: never a path, and `None` when nothing is left of it."""
    name = _given(disposition)
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(sign for sign in name if sign.isprintable()).strip(" .")
    return name[:_LONGEST] or None


def _given(disposition: str) -> str:
    if found := _EXTENDED.search(disposition):
        return unquote(found[2], encoding=found[1], errors="replace")
    if found := _QUOTED.search(disposition):
        return _decoded(re.sub(r"\\(.)", r"\1", found[1]))
    found = _PLAIN.search(disposition)
    return _decoded(found[1]) if found else ""


def _decoded(text: str) -> str:
    """Headers are read as Latin-1, and many servers write UTF-8 there."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
