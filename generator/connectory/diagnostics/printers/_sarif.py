"""For code scanning: SARIF 2.1.0."""

from collections.abc import Iterable
from json import dumps
from typing import Any
from urllib.parse import quote

from connectory.diagnostics import Code, Diagnostic, Span

from ._explain import explain

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(found: Iterable[Diagnostic]) -> str:
    """The problems as one SARIF run, with a rule for each code among them."""
    problems = tuple(found)
    codes = sorted({item.code for item in problems}, key=lambda code: code.id)
    numbers = {code.id: number for number, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "connectory", "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, numbers[item.code.id]) for item in problems],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "name": code.name,
        "shortDescription": {"text": code.name.replace("-", " ")},
        "fullDescription": {"text": code.explanation},
        "help": {"text": explain(code)},
    }


def _result(item: Diagnostic, rule: int) -> dict[str, Any]:
    result = {
        "ruleId": item.code.id,
        "ruleIndex": rule,
        "level": str(item.severity),
        "message": {"text": f"{item.message}\n{item.hint}" if item.hint else item.message},
        "locations": [_location(item.span)],
    }
    if item.notes:
        result["relatedLocations"] = [
            {**_location(note.span), "message": {"text": note.message}} for note in item.notes
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(span.file), "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }
