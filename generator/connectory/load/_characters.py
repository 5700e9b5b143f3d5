"""Characters that nobody sees, and that make a text say something else than it shows."""

import re
import unicodedata

from connectory.diagnostics import Code, Diagnostics, Span

HIDDEN_CHARACTER = Code(
    "Y004",
    "hidden-character",
    "Control characters, invisible characters and those that change the direction of writing make a file say something "
    "else than what it shows. They are refused everywhere, also in comments and when written as an escape. Line feed "
    "and tab are allowed, and so are the joiners that some scripts and emoji need.",
    'use_when: "You have one \\u202Etcatnoc."',
    "use_when: You have one contact.",
)

HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"  # direction marks, zero width
    "\u2028\u2029\ufeff\ufff9-\ufffb\ufffe\uffff"  # line separators, byte order, annotation, no characters
    "\ud800-\udfff"  # halves of a character
    "\U000e0000-\U000e007f"  # tags: a whole hidden alphabet
    "]"
)


def check_text(text: str, file: str, found: Diagnostics) -> bool:
    """Whether the text of a file shows all that it says; reports what it hides."""
    clean = True
    for match in HIDDEN.finditer(text):
        if match[0] == "\r" and text.startswith("\n", match.end()):
            continue
        clean = False
        line_start = text.rfind("\n", 0, match.start()) + 1
        line, column = text.count("\n", 0, match.start()) + 1, match.start() - line_start + 1
        report(match[0], Span.point(file, line, column, 1), found)
    return clean


def check_value(value: str, span: Span, found: Diagnostics) -> None:
    """Report the first hidden character of a value, which came there by an escape."""
    if match := HIDDEN.search(value):
        report(match[0], span, found)


def report(character: str, span: Span, found: Diagnostics) -> None:
    """Add the problem that this character is."""
    point = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a control character" if ord(character) < 0xA0 else "no character")
    hint = "end the line with a line feed" if character == "\r" else "remove it, or write what it was meant to show"
    found.error(HIDDEN_CHARACTER, span, f"{point} ({name}) is not allowed", hint=hint)
