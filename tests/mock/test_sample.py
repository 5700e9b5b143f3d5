"""Samples are valid, judged by jsonschema."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from connectory.diagnostics import Span
from connectory.formats import format_checker
from connectory.mock import sample
from connectory.mock._pattern import matching_text
from connectory.model import EnumValue, JsonValue, Property, Schema, freeze
from connectory.model.json_schema import schema_json

HERE = Span.whole_file("specs/shop/schemas.yaml")
FORMATS = ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "json")


def schema(**keywords: Any) -> Schema:
    return Schema(source=HERE, **keywords)


def member(name: str, kind: Schema, *, required: bool = False) -> Property:
    return Property(name=name, schema=kind, required=required)


NAMED = {
    "Node": schema(
        types=("object",),
        properties=(
            member("id", schema(types=("integer",)), required=True),
            member("next", schema(ref="Node")),
            member("children", schema(types=("array",), items=schema(ref="Node"))),
            member("other", schema(any_of=(schema(ref="Node"), schema(types=("null",)))), required=True),
            member("map", schema(types=("object",), additional=schema(ref="Leaf"))),
        ),
    ),
    "Leaf": schema(types=("string",), min_length=2, max_length=2),
    "Endless": schema(types=("object",), properties=(member("again", schema(ref="Endless"), required=True),)),
}


def validity(shape: Schema, value: Any) -> list[str]:
    defs = {name: schema_json(item, "input") for name, item in NAMED.items()}
    whole = schema_json(shape, "input") | {"$defs": defs}
    checker = Draft202012Validator(whole, format_checker=format_checker())
    return [error.message for error in checker.iter_errors(value)]


def bounds(least: int, most: int) -> st.SearchStrategy[tuple[int | None, int | None]]:
    low = st.none() | st.integers(least, most)
    room = st.none() | st.integers(0, 5)
    return st.tuples(low, room).map(
        lambda pair: (pair[0], None if pair[1] is None else (pair[0] if pair[0] is not None else least) + pair[1])
    )


@st.composite
def texts(draw: st.DrawFn) -> Schema:
    low, high = draw(bounds(0, 20))
    return schema(types=("string",), min_length=low, max_length=high)


@st.composite
def numbers(draw: st.DrawFn) -> Schema:
    kind = draw(st.sampled_from(("integer", "number")))
    low, high = draw(bounds(-20, 20))
    step = draw(st.sampled_from((None, 1)) if high is not None else st.sampled_from((None, 1, 2, 5)))
    strict_low = draw(st.booleans()) and low is not None and (high is None or high - low >= 2)
    strict_high = draw(st.booleans()) and high is not None and (low is None or high - low >= 3)
    return schema(
        types=(kind,),
        multiple_of=step,
        minimum=None if strict_low else low,
        exclusive_minimum=low if strict_low else None,
        maximum=None if strict_high else high,
        exclusive_maximum=high if strict_high else None,
    )


JSON: st.SearchStrategy[JsonValue] = st.sampled_from([None, True, 0, 1.5, "", "a", [1], {"a": 1}]).map(freeze)

LEAVES = (
    texts()
    | numbers()
    | st.just(schema())
    | st.sampled_from([schema(types=(name,)) for name in ("boolean", "null")])
    | st.sampled_from([schema(types=("string",), format=name) for name in FORMATS])
    | st.sampled_from([schema(ref="Node"), schema(ref="Leaf"), schema(types=("null", "integer"))])
    | JSON.map(lambda value: schema(const=EnumValue(value=value)))
    | st.lists(JSON, min_size=1, max_size=3).map(lambda values: schema(enum=tuple(EnumValue(value=v) for v in values)))
)


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    low, high = draw(bounds(0, 3))
    if draw(st.booleans()):
        plain = schema(types=(draw(st.sampled_from(("integer", "string"))),))
        return schema(types=("array",), items=plain, min_items=low, max_items=high, unique_items=True)
    return schema(types=("array",), items=draw(st.none() | inner), min_items=low, max_items=high)


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    names = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=4))
    members = tuple(member(name, draw(inner), required=draw(st.booleans())) for name in names)
    needed = sum(item.required for item in members)
    extra = draw(st.none() | st.just(True) | inner)
    low = draw(st.none() | st.integers(0, len(names) if extra is None else 5))
    high = draw(st.none() | st.integers(max(needed, low or 0), 6))
    return schema(
        types=("object",),
        properties=members,
        additional=False if extra is None else extra,
        min_properties=low,
        max_properties=high,
    )


@st.composite
def unions(draw: st.DrawFn, inner: st.SearchStrategy[Schema]) -> Schema:
    branches = tuple(draw(st.lists(inner, min_size=1, max_size=3)))
    first = draw(inner)
    return draw(st.sampled_from([schema(any_of=branches), schema(all_of=(first,)), schema(one_of=(first,))]))


SCHEMAS = st.recursive(LEAVES, lambda inner: arrays(inner) | objects(inner) | unions(inner), max_leaves=8)


@settings(max_examples=200)
@given(SCHEMAS)
def test_samples_are_valid(shape: Schema) -> None:
    value = sample(shape, NAMED)
    assert validity(shape, value) == []
    assert sample(shape, NAMED) == value


MERGED = {
    "entities together": schema(all_of=(schema(ref="Node"), schema(properties=(member("more", schema()),)))),
    "bounds together": schema(types=("integer",), minimum=3, all_of=(schema(minimum=7), schema(maximum=8))),
    "number and integer": schema(all_of=(schema(types=("number",)), schema(types=("integer",), minimum=2))),
    "enums together": schema(
        all_of=tuple(schema(enum=tuple(EnumValue(value=v) for v in values)) for values in (("a", "b"), ("b", "c")))
    ),
    "one of several must be there": schema(
        types=("object",),
        properties=(member("a", schema(types=("integer",))), member("b", schema(ref="Leaf"))),
        any_of=tuple(schema(properties=(member(name, schema(), required=True),)) for name in "ab"),
    ),
    "first branch that ends": schema(any_of=(schema(ref="Endless"), schema(types=("integer",)))),
    "several examples": schema(
        types=("array",), items=schema(examples=(1, 2)), min_items=2, max_items=2, unique_items=True
    ),
    "between two numbers": schema(types=("number",), exclusive_minimum=1, exclusive_maximum=2),
    "steps of a tenth": schema(types=("number",), multiple_of=0.5, exclusive_minimum=1),
}


@pytest.mark.parametrize("case", MERGED)
def test_keywords_that_hold_together(case: str) -> None:
    assert validity(MERGED[case], sample(MERGED[case], NAMED)) == []


def test_what_never_ends_has_no_sample() -> None:
    assert sample(schema(ref="Endless"), NAMED) is None
    wide = {
        f"N{n}": schema(
            types=("object",),
            properties=tuple(member(name, schema(ref=f"N{n + 1}"), required=True) for name in "abcdefgh"),
        )
        for n in range(20)
    } | {"N20": schema(types=("null",))}
    assert sample(schema(ref="N0"), wide) is None


PATTERNS = (
    r"^[a-z]+$",
    r"^\d{4}-\d{2}$",
    r"^(?:\+|00)[1-9]\d{6,14}$",
    r"^[A-Z][A-Z0-9_]*$",
    r"^[^\s@]+@[^\s@]+\.[a-z]{2,}$",
    r"abc",
    r"^(red|green)?$",
    r"^\/([a-z]+\/)*$",
    r"^\x41\u0042.\.$",
    r"^[\w.\-\]]{3}\b$",
    r"^$",
    r"^Ж[а-я]?$",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_text_of_a_pattern(pattern: str) -> None:
    assert re.search(pattern, matching_text(pattern) or "")


def test_text_of_a_pattern_within_lengths() -> None:
    assert matching_text("^[a-z]+$", 10, 12) == "a" * 10
    assert matching_text("abc", 5, 5) == "abcaa"
    assert matching_text("^abc$", 4) is None
