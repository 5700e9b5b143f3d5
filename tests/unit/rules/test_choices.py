"""Which parameters a branch of `choose` can leave behind."""

import pytest

_ACTION = """
title: {title}
summary: Something useful.
effect: read
endpoint: GET /{title}
input: {{{title}: {{type: string}}{more}}}
"""
_BY_PRESENCE = "choose: [{action: get_a, when: {present: [a]}}, {action: get_b, when: {present: [b]}}]"
_BY_TWO = "choose: [{action: get_a, when: {present: [a, c]}}, {action: get_b}]"
_BY_VALUE = "choose: [{action: get_a, when: {equals: {way: left}}}, {action: get_b, when: {equals: {way: right}}}]"


@pytest.mark.parametrize(
    ("names", "rules", "choose", "dropped"),
    [
        ("ab", "", _BY_PRESENCE, ["get_a b"]),
        ("ab", "require_any_of: [a, b]", _BY_PRESENCE, ["get_a b"]),
        ("ab", "require_one_of: [a, b]", _BY_PRESENCE, []),
        ("ab", "exclusive: [a, b]", _BY_PRESENCE, []),
        ("abc", "exclusive: [[a, b], [a, c]]", _BY_PRESENCE, ["get_b c"]),
        ("abc", "exclusive: [[a, c], [b, c]]\nrequires: {b: [c]}", _BY_PRESENCE, []),
        ("abc", "exclusive: [[a, c]]\nrequires: {b: [c]}", _BY_PRESENCE, ["get_b c"]),
        ("abc", "", _BY_TWO, ["get_a b", "get_b a", "get_b c"]),
        ("abc", "exclusive: [a, b]\nrequires: {a: [c], c: [a]}", _BY_TWO, []),
        ("abc", "exclusive: [b, c]\ntogether: [a, c]", _BY_PRESENCE, []),
        (["a", "b", "way"], "", _BY_VALUE, ["get_a b", "get_b a"]),
        (["a", "b", "way"], "exclusive: [a, b]", _BY_VALUE, ["get_a b", "get_b a"]),
    ],
)
def test_what_may_be_given_and_is_not_used(
    resolve_texts, names: list[str], rules: str, choose: str, dropped: list[str]
) -> None:
    parameters = ", ".join(f"{name}: {{type: string}}" for name in names)
    texts = {
        "things/get_a.yaml": _ACTION.format(title="a", more=", c: {type: string}"),
        "things/get_b.yaml": _ACTION.format(title="b", more=""),
        "things/get_any.yaml": f"title: Any\nsummary: Any.\neffect: read\ninput: {{{parameters}}}\n{rules}\n{choose}\n",
    }
    outcome = resolve_texts(texts, rules=True)
    told = [item.message.split("`") for item in outcome.found if item.code.id == "A144"]
    assert [f"{words[1]} {words[3]}" for words in told] == dropped


def test_a_default_that_is_compared_counts_as_given(resolve_texts) -> None:
    texts = {
        "things/get_a.yaml": _ACTION.format(title="a", more=", c: {type: string}"),
        "things/get_b.yaml": _ACTION.format(title="b", more=""),
        "things/get_any.yaml": "title: Any\nsummary: Any.\neffect: read\n"
        "input: {a: {type: string}, b: {type: string}, way: {enum: [left, right], default: left}}\n"
        f"requires: {{way: [b]}}\nexclusive: [a, b]\n{_BY_VALUE}\n",
    }
    told = [item.message for item in resolve_texts(texts, rules=True).found if item.code.id == "A144"]
    assert [message.split("`")[1] for message in told] == ["get_a"]
