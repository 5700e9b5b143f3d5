"""For machines: a JSON list with one object for each problem."""

from collections.abc import Iterable
from json import dumps
from typing import Any

from connectory.diagnostics import Diagnostic, Span


def json(found: Iterable[Diagnostic]) -> str:
    """The problems as JSON text."""
    return dumps(json_data(found), indent=2, ensure_ascii=False)


def json_data(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The problems as what JSON is made of. Keys are stable; new ones may be added."""
    return [
        {
            "code": item.code.id,
            "name": item.code.name,
            "severity": str(item.severity),
            **_place(item.span),
            "message": item.message,
            "hint": item.hint,
            "notes": [{**_place(note.span), "message": note.message} for note in item.notes],
        }
        for item in found
    ]


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
