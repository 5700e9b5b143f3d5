"""Texts that servers wrote."""

import re

_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)

# Only these: some of the codecs that Python knows take very long for long input, or are no text at all.
_KNOWN = re.compile(
    r"(utf-?(8|16|32)(-?[lb]e)?|us-ascii|latin-?1|iso-8859-\d+|(windows-|cp)\d+|koi8-[ru])\Z", re.IGNORECASE
)


def decode_text(content: bytes, content_type: str) -> str:
    """The text in the character set that the header names, UTF-8 otherwise. What is no text becomes `�`."""
    named = _CHARSET.search(content_type)
    charset = named[1] if named and _KNOWN.match(named[1]) else "utf-8"
    try:
        return content.decode(charset, "replace").removeprefix("\ufeff")
    except LookupError:
        return content.decode("utf-8", "replace").removeprefix("\ufeff")


def one_line(text: str, longest: int) -> str | None:
    """The text on one line that a terminal can show, cut when it is long; `None` when nothing is left."""
    # Cut before the work as well: the text may be as long as a body.
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 4 * longest]).split())
    return (f"{line[:longest]}…" if len(line) > longest else line) or None
