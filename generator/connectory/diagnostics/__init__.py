"""Problems in specs as values: a code, a severity, a place, a message and a way out."""

from ._code import Code, all_codes, find_code
from ._diagnostic import Diagnostic, Diagnostics, Note, Severity, SpecError
from ._span import Span

__all__ = [
    "Code",
    "Diagnostic",
    "Diagnostics",
    "Note",
    "Severity",
    "Span",
    "SpecError",
    "all_codes",
    "find_code",
]
