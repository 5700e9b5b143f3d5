"""Problems as text, JSON, SARIF and workflow commands."""

import json

import pytest

from connectory.diagnostics import Code, Diagnostic, Diagnostics, Note, Severity, Span, printers

CODE = Code("X901", "odd-thing", "A thing is odd. " * 12, "a: b", "a: c")
OTHER = Code("X902", "other-thing", "Another thing is odd.")


def span(line: int, start: int, end: int, file: str = "specs/a.yaml", end_line: int | None = None) -> Span:
    return Span(file, line, start, end_line or line, end)


def problem(place: Span, message: str = "it is odd", hint: str | None = "mend it", *notes: Note) -> Diagnostic:
    return Diagnostic(CODE, Severity.ERROR, place, message, hint, notes)


def excerpt(text: str, place: Span) -> list[str]:
    return printers.text([problem(place)], {"specs/a.yaml": text}).split("\n")[1:3]


def test_text_shows_place_line_notes_and_hint() -> None:
    found = Diagnostics()
    found.error(CODE, span(2, 4, 7), "it is odd", hint="mend it", notes=[Note(span(1, 1, 2), "here first")])
    found.warning(OTHER, span(1, 1, 2, "specs/b.yaml"), "so is this")
    assert printers.text(found, {"specs/a.yaml": "one: 1\nb: two # x\n"}) == (
        "specs/a.yaml:2:4: error[X901 odd-thing]: it is odd\n"
        "  2 | b: two # x\n"
        "    |    ^^^\n"
        "    = specs/a.yaml:1:1: here first\n"
        "    = hint: mend it\n"
        "\n"
        "specs/b.yaml:1:1: warning[X902 other-thing]: so is this\n"
        "\n"
        "Found 1 error and 1 warning in 2 files."
    )


def test_no_problems_are_no_text() -> None:
    assert printers.text([], {}) == ""
    assert printers.github([]) == ""
    assert json.loads(printers.json([])) == []
    assert json.loads(printers.sarif([]))["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "carets"),
    [
        ("ab: cd", 5, 7, "ab: cd", "    ^^"),
        ("\ta: b", 2, 3, "    a: b", "    ^"),
        ("漢字: b", 5, 6, "漢字: b", "      ^"),
        ("漢字: b", 1, 3, "漢字: b", "^^^^"),
        ("e\u0301: b", 5, 6, "e\u0301: b", "   ^"),
        ("🙂: b", 4, 5, "🙂: b", "    ^"),
        ("a: \x1b[31mb", 4, 5, "a: \ufffd[31mb", "   ^"),
        ("a: b", 5, 5, "a: b", "    ^"),
        ("a: b", 99, 99, "a: b", "    ^"),
    ],
)
def test_carets_stand_below_what_they_mean(line: str, start: int, end: int, shown: str, carets: str) -> None:
    assert excerpt(f"{line}\r\nnext: 1", span(1, start, end)) == [f"  1 | {shown}", f"    | {carets}"]


def test_a_span_of_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    assert excerpt("a: |\n  x\n", span(1, 4, 1, end_line=3)) == ["  1 | a: |", "    |    ^"]
    assert excerpt("a: b  \n", span(1, 1, 1, end_line=3)) == ["  1 | a: b", "    | ^^^^"]


def test_of_a_long_line_a_part_is_shown() -> None:
    line, carets = excerpt("x" * 500 + "YY" + "z" * 500, span(1, 501, 503))
    assert len(line) <= len("  1 | ") + 122
    assert line[carets.index("^") : carets.rindex("^") + 1] == "YY"
    line, carets = excerpt("x" * 500, span(1, 1, 500))
    assert len(carets) == len("    | ") + 120


def test_nothing_from_a_spec_reaches_a_terminal_unseen() -> None:
    place = span(1, 1, 2, "specs/a\x1b[2J\n.yaml")
    text = printers.text([problem(place, "bad \u202e\x07", "not \u2028 so")], {place.file: "\x1b[2J\u202e"})
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "bad \\u202e\\x07" in text
    assert text.split("\n")[0].startswith("specs/a\\x1b[2J\\n.yaml:1:1: ")


def test_color_only_adds_escapes() -> None:
    import re

    item = problem(span(1, 1, 2))
    texts = {"specs/a.yaml": "a: b"}
    plain, colored = printers.text([item], texts), printers.text([item], texts, color=True)
    assert plain != colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_json_has_everything() -> None:
    note = Note(span(1, 1, 2), "here first")
    assert json.loads(printers.json([problem(span(2, 4, 7), "it is “odd”", "mend it", note)])) == [
        {
            "code": "X901",
            "name": "odd-thing",
            "severity": "error",
            "file": "specs/a.yaml",
            "line": 2,
            "column": 4,
            "end_line": 2,
            "end_column": 7,
            "message": "it is “odd”",
            "hint": "mend it",
            "notes": [
                {
                    "file": "specs/a.yaml",
                    "line": 1,
                    "column": 1,
                    "end_line": 1,
                    "end_column": 2,
                    "message": "here first",
                }
            ],
        }
    ]


def test_sarif_refers_to_its_rules_and_encodes_paths() -> None:
    note = Note(span(1, 1, 2), "here first")
    items = [
        problem(span(2, 4, 7, "specs/ä b.yaml"), "it is odd", "mend it", note),
        Diagnostic(OTHER, Severity.WARNING, span(1, 1, 2), "fine"),
        problem(span(3, 1, 2)),
    ]
    run = json.loads(printers.sarif(items))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["X901", "X902"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["X901", "X902", "X901"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    assert run["columnKind"] == "unicodeCodePoints"
    first = run["results"][0]
    assert first["message"]["text"] == "it is odd\nmend it"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "specs/%C3%A4%20b.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7}
    assert first["relatedLocations"][0]["message"]["text"] == "here first"


def test_github_escapes_what_would_end_the_command() -> None:
    item = problem(span(1, 2, 3, "specs/a,b:c.yaml"), "50%\r\nodd::x", "mend it", Note(span(1, 1, 2), "first"))
    assert printers.github([item]) == (
        "::error file=specs/a%2Cb%3Ac.yaml,line=1,endLine=1,col=2,endColumn=3,title=X901 odd-thing"
        "::50%25%0D%0Aodd::x%0Aspecs/a.yaml:1:1: first%0Ahint: mend it"
    )
    assert "endColumn" not in printers.github([problem(span(1, 2, 3, end_line=4))])


def test_explain_wraps_text_and_keeps_examples() -> None:
    text = printers.explain(CODE)
    assert text.startswith("X901 odd-thing\n\nA thing is odd.")
    assert max(map(len, text.split("\n"))) <= 88
    assert text.endswith("Wrong:\n\n    a: b\n\nRight:\n\n    a: c")
    assert "Wrong" not in printers.explain(OTHER)
