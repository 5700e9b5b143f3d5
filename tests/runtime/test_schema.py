"""Three judges of one value: the fast validator, the explanation, and the jsonschema library.

Where we mean to differ from the library:
- `1.0` is no integer. It would be sent as `1.0`, which APIs that want an integer refuse.
- `multipleOf` counts in decimal: 0.3 is a multiple of 0.1.
- Patterns run in a linear engine: `$` matches at the very end only, not before a final line feed.
The strategies below stay clear of these.
"""

import re
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic_core import SchemaValidator

from connectory.formats import has_format as compiler_has_format
from connectory_runtime._schema import EMPTY, Library, compile_object, explain
from connectory_runtime._schema._formats import has_format

TEXTS = ("", "a", "ab", "abc", "é", "2026-05-31", "a@b.c", "10.0.0.1")
NAMES = ("a", "b", "c")
NUMBERS = (-2, -1, 0, 1, 2, 3, 10**20, 0.5, -1.5, 2.25)

values = st.recursive(
    st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)


def _keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    branches = st.lists(inner, min_size=1, max_size=3)
    table: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
        | st.lists(st.sampled_from(["null", "integer", "string", "object"]), min_size=1, max_size=3, unique=True),
        "enum": st.lists(values, min_size=1, max_size=4) | st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
        "const": values,
        "minLength": st.integers(0, 3),
        "maxLength": st.integers(0, 3),
        "pattern": st.sampled_from(["a", "^a", "b$", "^[a-z]+$", "(?=a)"]),
        "format": st.sampled_from(["date", "email", "ipv4"]),
        "minimum": st.sampled_from([-1, 0, 0.5, 1]),
        "maximum": st.sampled_from([0, 1.5, 2, 10**20 - 1]),
        "exclusiveMinimum": st.sampled_from([-1, 0, 0.5]),
        "exclusiveMaximum": st.sampled_from([1, 2.5]),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "items": inner,
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "additionalProperties": st.booleans() | inner,
        "minProperties": st.integers(0, 2),
        "maxProperties": st.integers(0, 2),
        "anyOf": branches,
        "oneOf": branches,
        "allOf": branches,
    }
    # Few keywords at a time: with many of them nothing is ever valid.
    chosen = st.lists(st.sampled_from(sorted(table)), max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: table[name] for name in names}))


references = st.sampled_from([{"$ref": "#/$defs/Tree"}, {"$ref": "#/$defs/Text"}])
schemas = st.recursive(references | st.just({}), _keywords, max_leaves=4)

DEFINITIONS = {
    "Tree": {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
        "additionalProperties": False,
    },
    "Text": {"type": "string", "minLength": 1},
}
LIBRARY = Library("schemas.yaml", {}, DEFINITIONS)

# Only `ab\n` and the like differ, and no text here ends with a line feed.
CHECKER = jsonschema.FormatChecker(formats=())
for _name in ("date", "email", "ipv4"):
    CHECKER.checks(_name)(lambda value, name=_name: not isinstance(value, str) or has_format(value, name))


def _compiled(schema: dict[str, Any], library: Library = LIBRARY) -> SchemaValidator:
    return compile_object({"value": schema}, {"value"}, library)


@settings(max_examples=600)
@given(schema=schemas, value=values)
@example(schema={"required": ["a"], "additionalProperties": False}, value={"a": None})
@example(schema={"required": ["a"], "additionalProperties": {"type": "integer"}}, value={"a": "b"})
def test_three_judges_agree(schema: dict[str, Any], value: Any) -> None:
    library = jsonschema.Draft202012Validator({**schema, "$defs": DEFINITIONS}, format_checker=CHECKER)
    verdict = library.is_valid(value)
    assert _compiled(schema).isinstance_python({"value": value}) == verdict
    assert (not list(explain(schema, value, LIBRARY))) == verdict


@settings(max_examples=200)
@given(schema=schemas, value=values)
def test_what_comes_out_is_what_went_in(schema: dict[str, Any], value: Any) -> None:
    validator = _compiled(schema)
    if validator.isinstance_python({"value": value}):
        assert repr(_sorted(validator.validate_python({"value": value})["value"])) == repr(_sorted(value))


def _sorted(value: Any) -> Any:
    """With members in one order: objects have none."""
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("schema", "value", "verdict"),
    [
        ({"type": "integer"}, 1.0, False),
        ({"type": "integer"}, "5", False),
        ({"type": "integer"}, True, False),
        ({"type": "number"}, True, False),
        ({"type": "number"}, float("nan"), False),
        ({"type": "number"}, float("inf"), False),
        ({}, float("nan"), False),
        ({}, [float("inf")], False),
        ({"type": "boolean"}, 1, False),
        ({"type": "string"}, b"a", False),
        ({"type": "number", "multipleOf": 0.1}, 0.3, True),
        ({"type": "number", "multipleOf": 0.01}, 19.99, True),
        ({"type": "number", "maximum": 10**20 - 1}, 10**20, False),
        ({"type": "string", "pattern": "b$"}, "ab\n", False),
        ({"type": "string", "pattern": "^(a+)+$"}, "a" * 5000 + "!", False),
        ({"type": "string"}, "\ud800", False),
        ({}, {"\ud800": 1}, False),
        ({"enum": [1, True]}, True, True),
        ({"enum": [1]}, True, False),
        ({"enum": [1]}, 1.0, True),
        ({"enum": ["a"], "type": "integer"}, "a", False),
        ({"const": {"a": [1]}}, {"a": [1.0]}, True),
        ({"type": "array", "uniqueItems": True}, [1, True, "1"], True),
        ({"type": "array", "uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], False),
    ],
)
def test_verdicts(schema: dict[str, Any], value: Any, verdict: bool) -> None:
    assert _compiled(schema, EMPTY).isinstance_python({"value": value}) is verdict


FORMATTED = [
    "",
    " ",
    "a",
    "2026-02-29",
    "2024-02-29",
    "2026-1-1",
    "20260101",
    "2026-05-31T09:30:00Z",
    "2026-05-31t09:30:00.123456789+02:00",
    "2026-05-31T23:59:60Z",
    "2026-05-31T09:30:00",
    "09:30:00Z",
    "25:00:00Z",
    "PT10M",
    "P1W",
    "P1Y2M3DT4H5M6S",
    "P",
    "PT",
    "a@b",
    "a b@c",
    "@",
    "shop.example",
    "-a.b",
    "a" * 64,
    "192.0.2.1",
    "192.0.2.256",
    "::1",
    "fe80::1%eth0",
    "https://shop.example/ü?a=b",
    "shop.example/a",
    "http://[::1",
    "3f2b8c1e-5d4a-4c6b-9e7f-0a1b2c3d4e5f",
    "3f2b8c1e5d4a4c6b9e7f0a1b2c3d4e5f",
    "{}",
    "{",
    "١٢٣٤-١٢-١٢",
    "2026-05-31T09:30",
    "2026-05-31T09:30:00",
    "Sun, 31 May 2026 06:30:00 GMT",
]
MOMENTS = ("date", "date-time", "date-time-local", "date-time-minute", "http-date", "time")
FORMATS = (*MOMENTS, "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "json", "odd")


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_those_of_the_compiler(name: str) -> None:
    assert [has_format(text, name) for text in FORMATTED] == [compiler_has_format(text, name) for text in FORMATTED]


@given(st.text(), st.sampled_from(FORMATS))
def test_any_text_has_the_same_formats_as_in_the_compiler(text: str, name: str) -> None:
    assert has_format(text, name) == compiler_has_format(text, name)


@pytest.mark.parametrize(
    ("schema", "value", "messages"),
    [
        ({"type": "integer"}, "5", ["must be a whole number, is text"]),
        ({"type": ["string", "null"]}, [], ["must be text or null, is a list"]),
        ({"enum": ["email", "sms"]}, "emial", ['must be one of "email", "sms"; did you mean \'email\'?']),
        ({"const": 5}, 6, ["must be 5"]),
        ({"type": "string", "minLength": 1}, "", ["must have at least 1 character, has 0"]),
        ({"type": "string", "maxLength": 2}, "abc", ["must have at most 2 characters, has 3"]),
        ({"type": "string", "format": "date"}, "x", ["must be a date such as 2026-05-31"]),
        ({"type": "array", "items": {"minimum": 2}}, [1, 3, 0], ["must be at least 2", "must be at least 2"]),
        ({"type": "array", "uniqueItems": True}, [1, 2, 1], ["must not repeat an item; those at 0 and 2 are equal"]),
        ({"type": "object", "required": ["a", "b"]}, {}, ["is required", "is required"]),
        (
            {"properties": {"email": {}}, "additionalProperties": False},
            {"e_mail": 1},
            ["is not known here; did you mean 'email'?"],
        ),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, 5, ["must be text or a list"]),
        (
            {"anyOf": [{"type": "string"}, {"type": "array", "maxItems": 1}]},
            [1, 2],
            ["must have at most 1 item, has 2"],
        ),
        ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, ["needs a or b"]),
        ({"oneOf": [{"minimum": 1}, {"minimum": 2}]}, 3, ["fits 2 of the alternatives, must fit exactly one"]),
        ({"anyOf": [{"minimum": 5}, {"minimum": 6}]}, 3, ["fits none of the 2 alternatives"]),
    ],
)
def test_explanations(schema: dict[str, Any], value: Any, messages: list[str]) -> None:
    assert [finding.message for finding in explain(schema, value, EMPTY)] == messages


def test_an_explanation_never_shows_the_value() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"enum": ["x"]}, "c": {"pattern": "^z"}}}
    value = {"a": "canary", "b": "canary", "c": "canary"}
    findings = list(explain(schema, value, EMPTY))
    assert len(findings) == 3
    assert not any(re.search("canary", finding.message) for finding in findings)
