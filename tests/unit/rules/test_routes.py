"""Actions may share an endpoint when they send different things."""

import pytest

HEAD = "title: Do\nsummary: Something useful.\neffect: send\nendpoint: POST /messages\n"


def _codes(resolve_texts, first: str, second: str) -> set[str]:
    files = {f"things/send_{name}.yaml": HEAD + text for name, text in (("note", first), ("memo", second))}
    return {code for code in resolve_texts(files, rules=True).codes if code == "A102"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fixed: {type: note}\n", "fixed: {type: memo}\n"),
        ("fixed: {type: note}\n", ""),
        ("input: {to: {type: string}}\n", "input: {all: {type: boolean}}\n"),
        ("input: {to: {type: string}}\n", "input: {to: {type: string, in: query}}\n"),
        ("input: {to: {type: string}}\n", "input: {to: {type: string, wire: /to/0}}\n"),
    ],
)
def test_what_is_sent_tells_them_apart(resolve_texts, first: str, second: str) -> None:
    assert _codes(resolve_texts, first, second) == set()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("fixed: {type: note}\n", "fixed: {type: note}\n"),
        ("input: {to: {type: string}}\n", "input: {whom: {type: integer, wire: to}}\n"),
        ("input: {old: {type: string, ignored: true}}\n", ""),
    ],
)
def test_names_and_ignored_parameters_do_not(resolve_texts, first: str, second: str) -> None:
    assert _codes(resolve_texts, first, second) == {"A102"}
