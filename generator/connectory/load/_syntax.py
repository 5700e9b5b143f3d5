"""What the YAML parser trips over, in words for the author of the file."""

from dataclasses import dataclass

import yaml

from connectory.diagnostics import Code, Diagnostics, Span

SYNTAX = Code(
    "Y001",
    "yaml-syntax",
    "The file is not YAML. Most often a text with `: `, ` #`, or a special first character needs quotes, a quote or "
    "bracket is not closed, or a line is indented with a tab or by another amount than its neighbours.",
    "use_when: Contacts: you have one.",
    'use_when: "Contacts: you have one."',
)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """`sign` is a part of the parser's message; `at_context` puts the problem where the construct begins."""

    sign: str
    message: str
    hint: str
    at_context: bool = False


_FIRST_CHARACTERS = {
    "\t": ("a tab cannot indent a line", "indent with spaces"),
    "@": ("a plain text cannot begin with `@`", "put the text in quotes"),
    "`": ("a plain text cannot begin with a backtick", "put the text in quotes"),
    "%": ("a plain text cannot begin with `%`", "put the text in quotes"),
}
_TROUBLES = (
    _Trouble("while scanning a quoted scalar", "the quote is not closed", "add the closing quote", at_context=True),
    _Trouble(
        "mapping values are not allowed",
        "a `: ` is not allowed here",
        "put a text that has `: ` in quotes, or check how the line is indented",
    ),
    _Trouble("found unknown escape", "this backslash escape does not exist", "use '…' quotes, or write \\\\"),
    _Trouble("Unicode character escape", "this escape is no character", "write the character itself"),
    _Trouble("did not find expected hexdecimal", "this escape lacks digits", "use '…' quotes, or write \\\\"),
    _Trouble("a tab character", "a tab cannot indent a line", "indent with spaces"),
    _Trouble("',' or ']'", "the list in `[ ]` is not closed", "add `]`, or a comma before this", at_context=True),
    _Trouble("',' or '}'", "the mapping in `{ }` is not closed", "add `}`, or a comma before this", at_context=True),
    _Trouble("expected node content", "a value is missing in `[ ]` or `{ }`", "write it, or close the bracket"),
    _Trouble(
        "could not find expected ':'",
        "a key without a colon",
        "write `key: value`, or check the indentation",
        at_context=True,
    ),
    _Trouble(
        "did not find expected key",
        "this is neither a key nor the end of the mapping",
        "indent it like its neighbours, or put the whole text of a line that begins with a quote in quotes",
    ),
    _Trouble(
        "'-' indicator", "this is no item of the list", "begin it with `- `, or indent it like the key of the list"
    ),
    _Trouble("block sequence entries", "a list cannot begin here", "begin it on the next line"),
    _Trouble("alphabetic or numeric character", "a plain text cannot begin with `*` or `&`", "put the text in quotes"),
    _Trouble("anchor", "a plain text cannot begin with `*` or `&`", "put the text in quotes"),
    _Trouble("alias", "a plain text cannot begin with `*` or `&`", "put the text in quotes"),
    _Trouble("tag", "a plain text cannot begin with `!`", "put the text in quotes"),
    _Trouble(
        "a block scalar", "after `|` or `>` only `-`, `+` or a digit may stand", "begin the text on the next line"
    ),
    _Trouble("comment or line break", "something follows where the line should end", "begin it on the next line"),
    _Trouble("<document start>", "something follows after the end of the mapping", "check how the line is indented"),
    _Trouble("directive", "a line cannot begin with `%`", "put the text in quotes, or remove the line"),
)
_UNKNOWN = _Trouble(
    "", "this is not YAML", "put texts in quotes, and check the indentation of this line and the one before"
)


def report_syntax(error: yaml.YAMLError, text: str, file: str, found: Diagnostics) -> None:
    """Add what the parser said, at the place where the author can mend it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        found.error(SYNTAX, Span.whole_file(file), _UNKNOWN.message, hint=_UNKNOWN.hint)
        return
    said = f"{error.context or ''}: {error.problem or ''}"
    trouble = next((item for item in _TROUBLES if item.sign in said), _UNKNOWN)
    mark = error.context_mark if trouble.at_context and error.context_mark else error.problem_mark
    message, hint = trouble.message, trouble.hint
    if "cannot start any token" in said:
        message, hint = _FIRST_CHARACTERS.get(text[mark.index : mark.index + 1], (message, hint))
    line, column = mark.line + 1, mark.column + 1
    if not text[mark.index :].strip():
        # Something is missing at the end; nobody looks for it below the last line.
        line, column = _end(text.rstrip())
    found.error(SYNTAX, Span.point(file, line, column, 1), message, hint=hint)


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")
