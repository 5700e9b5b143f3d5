"""YAML: what a value is, where it stands, and what is refused."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connectory.diagnostics import Diagnostics
from connectory.load import parse_file
from connectory.load.nodes import MappingNode, Node, Plain, locate, to_plain

AMBIGUOUS = """
    yes no on off y n YES No oN True TRUE False Null NULL ~ =
    012 -012 00 0x1F 0o17 0b1 1_000 1e5 1E5 1.5e3 1.10 .5 5. +1 +1.5 -0 .inf -.INF .NaN 12:30 12:30:45 190:20:30.15
    0.1000000000000000055511 123456789012345678901
"""


def parse(text: str | bytes) -> tuple[Node | None, Diagnostics]:
    found = Diagnostics()
    return parse_file("f.yaml", text.encode() if isinstance(text, str) else text, found).node, found


def read(text: str | bytes) -> Plain:
    node, found = parse(text)
    assert not len(found), list(found)
    assert node is not None
    return to_plain(node)


def codes(text: str | bytes) -> list[str]:
    return [item.code.id for item in parse(text)[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("9223372036854775807", 9223372036854775807),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1.0", 1.0),
        ("0.00001", 0.00001),
        ("1.2.3", "1.2.3"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        ("GET /v1/contacts/{id}", "GET /v1/contacts/{id}"),
        ("--", "--"),
        ("1 or 2", "1 or 2"),
        ("yes please", "yes please"),
        ("'no'", "no"),
        ('"1e5"', "1e5"),
        ("|\n  no\n", "no\n"),
        (">-\n  012\n", "012"),
    ],
)
def test_value_is_what_json_reads_or_the_text_as_written(text: str, value: Plain) -> None:
    result = read(f"key: {text}")
    assert isinstance(result, dict)
    assert result["key"] == value
    assert type(result["key"]) is type(value)


@pytest.mark.parametrize("text", AMBIGUOUS.split())
def test_what_tools_disagree_about_is_refused_with_a_way_to_write_it(text: str) -> None:
    node, found = parse(f"key: {text}")
    assert [item.code.id for item in found] == ["Y008"]
    hint = next(iter(found)).hint or ""
    assert f'"{text}"' in hint
    assert read(f'key: "{text}"') == {"key": text}
    assert node is not None


@given(st.integers(-(10**19), 10**19) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none())
def test_what_json_prints_is_read_back_or_refused(value: float | bool | None) -> None:
    written = "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    node, found = parse(f"key: {written}")
    if len(found):
        assert isinstance(value, float)
        assert "e" in written or math.copysign(1, value) < 0 == value
    else:
        assert isinstance(node, MappingNode)
        assert to_plain(node) == {"key": value}


@given(st.text(st.characters(codec="utf-8")))
def test_quoted_text_is_kept_or_refused(text: str) -> None:
    written = yaml.safe_dump({"key": text}, allow_unicode=True, default_style='"')
    node, found = parse(written)
    if len(found):
        assert {item.code.id for item in found} == {"Y004"}
    else:
        assert node is not None
        assert to_plain(node) == {"key": text}


@given(st.binary(max_size=200) | st.text(st.sampled_from("ab:-? []{}*&!|>'\"%@`#,\n\t\\~<=1."), max_size=60))
def test_nothing_is_ever_raised(data: bytes | str) -> None:
    node, found = parse(data)
    assert node is not None or found.has_errors
    assert all(item.hint and item.message for item in found)


json_texts = st.text(st.sampled_from("abcxyz -:#'\"é漢"), max_size=8)
json_values = st.recursive(
    json_texts | st.integers(-1000, 1000) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(json_texts, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(json_texts, json_values, min_size=1, max_size=4), st.sampled_from([None, True, False]))
def test_plain_documents_mean_what_pyyaml_says(value: dict[str, Plain], flow: bool | None) -> None:
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    node, found = parse(written)
    if not len(found):
        assert node is not None
        assert to_plain(node) == value
    else:
        assert {item.code.id for item in found} <= {"Y008", "Y011"}, written


def test_positions_count_characters_from_one() -> None:
    node, _ = parse("é: 1\r\n漢字: [ä, {ö: 🙂🙂}]\r\n# no\r\nlast: |\r\n  text\r\n")
    assert isinstance(node, MappingNode)
    second = tuple(node)[1]
    assert second.key_span[1:] == (2, 1, 2, 3)
    inner = locate(node, ("漢字", 1, "ö"))
    assert inner.span[1:] == (2, 13, 2, 15)
    assert locate(node, ("last",)).span[1:3] == (4, 7)


def test_a_byte_order_mark_moves_nothing() -> None:
    node, found = parse("\ufeffkey: no\n")
    assert node is not None
    assert [(item.span.line, item.span.column) for item in found] == [(1, 6)]


def test_a_collection_ends_with_the_last_thing_in_it() -> None:
    node, _ = parse("a:\n  b: 1\n  c: [2,\n    3]\n\n# comment\n\nd: {}\n")
    assert node is not None
    assert locate(node, ("a",)).span[3:] == (4, 7)
    assert locate(node, ("d",)).span[3:] == (8, 6)


def test_windows_line_ends_are_line_ends() -> None:
    assert read("a: |\r\n  one\r\n  two\r\nb: x\r\n") == {"a": "one\ntwo\n", "b": "x"}


def test_one_bad_value_does_not_hide_the_next() -> None:
    assert codes('a: no\nb: !x 1\na: *y\nc: "\\0"\n') == ["Y008", "Y009", "Y007", "Y012", "Y004"]


def test_keys_are_the_text_that_stands_there() -> None:
    assert read("1: a\ntrue: b\nnull: c\n1.5: d\n2024-05-01: e\n'': f\n") == {
        "1": "a",
        "true": "b",
        "null": "c",
        "1.5": "d",
        "2024-05-01": "e",
        "": "f",
    }


@pytest.mark.parametrize("key", ["no", "y", "012", "True", "~", "1e5"])
def test_keys_that_tools_disagree_about_are_refused(key: str) -> None:
    _, found = parse(f"{key}: 1")
    assert [(item.code.id, item.hint) for item in found] == [("Y008", f'write "{key}"')]


def test_aliases_repeat_what_was_marked() -> None:
    assert read("a: &x [1, &y 2]\nb: *x\nc: *y\n") == {"a": [1, 2], "b": [1, 2], "c": 2}


def test_aliases_are_counted_as_what_they_stand_for() -> None:
    rows = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert codes("\n".join(rows)) == ["Y014"]


def test_the_limits_themselves_are_allowed() -> None:
    assert codes("a: " + "[" * 63 + "]" * 63) == []
    assert codes("a: " + "[" * 64 + "]" * 64) == ["Y015"]
    assert codes("a: " + "x" * 65_536) == []
    assert codes("a: " + "x" * 65_537) == ["Y016"]
    assert codes("a: " + "é" * 32_769) == ["Y016"]
    assert codes("[" + "1," * 99_999 + "]") == []
    assert codes("[" + "1," * 100_000 + "]") == ["Y014"]


@pytest.mark.parametrize("char", "\0\x07\x0b\x1b\x7f\x85\xa0\u061c\u200b\u202e\u2066\u2028\u2029\ufeff\U000e0041")
def test_hidden_characters_are_refused_wherever_they_stand(char: str) -> None:
    expected = [] if char == "\xa0" else ["Y004"]
    assert codes(f"a: b{char}c") == expected
    assert codes(f"# b{char}c\na: 1") == expected
    assert codes(f'a: "\\U{ord(char):08X}"') == expected
    assert codes(f'"\\U{ord(char):08X}": 1') == expected


def test_joiners_of_scripts_and_emoji_are_allowed() -> None:
    assert read("a: 👩\u200d💻 می\u200cخواهم") == {"a": "👩\u200d💻 می\u200cخواهم"}
