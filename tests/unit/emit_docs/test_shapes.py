"""Types, formats, limits and nested rows, as a page words them."""

from collections.abc import Callable
from typing import Any

import pytest

from connectory.emit.docs._fields import FieldView, Rows, flatten
from connectory.emit.docs._limits import rule_text
from connectory.emit.docs._shapes import value_text

Resolve = Callable[..., Any]

SCHEMAS = """
Tag: {type: object, description: A label., properties: {name: {type: string}}}
Tree: {type: object, properties: {name: {type: string}, children: {type: array, items: {$ref: Tree}}}}
Nested: {type: array, items: {anyOf: [{type: string}, {type: array, items: {$ref: Nested}}]}}
Colour: {enum: [red, blue], default: red}
"""


@pytest.fixture
def row(resolve_action: Resolve) -> Callable[[str], FieldView]:
    """The row of a parameter with this schema."""

    def make(schema: str) -> FieldView:
        text = f"endpoint: POST /things\neffect: write\ninput: {{x: {schema}}}"
        outcome = resolve_action(text, schemas=SCHEMAS)
        assert outcome.project is not None, outcome.found
        return Rows(outcome.connector.entities).input(outcome.action())[0]

    return make


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("{type: string}", "string"),
        ("{}", "any"),
        ("{type: [string, 'null']}", "string | null"),
        ("{type: ['null', integer]}", "integer | null"),
        ("{type: array}", "any[]"),
        ("{type: array, items: {$ref: Tag}}", "object[]"),
        ("{type: array, items: {type: array, items: {type: integer}}}", "integer[][]"),
        ("{type: array, items: {type: [string, integer]}}", "(string | integer)[]"),
        ("{anyOf: [{type: string}, {type: array, items: {type: integer}}]}", "string | integer[]"),
        ("{anyOf: [{type: string}, {}]}", "any"),
        ("{enum: {A: 1, B: 2}}", "integer"),
        ("{$ref: Colour}", "string"),
    ],
)
def test_type(row: Callable[[str], FieldView], schema: str, name: str) -> None:
    assert row(schema).type == name


@pytest.mark.parametrize(
    ("schema", "limits"),
    [
        ("{type: string, minLength: 1, maxLength: 40}", ["1 to 40 characters"]),
        ("{type: string, minLength: 1}", ["At least 1 character"]),
        ("{type: string, minLength: 2, maxLength: 2}", ["Exactly 2 characters"]),
        ("{type: integer, minimum: 0}", ["At least 0"]),
        ("{type: number, exclusiveMinimum: 0, maximum: 1.5}", ["At most 1.5", "Above 0"]),
        ("{type: integer, minimum: 1, maximum: 9, multipleOf: 2}", ["1 to 9", "A multiple of 2"]),
        ("{type: array, maxItems: 3, uniqueItems: true}", ["At most 3 items", "No item twice"]),
        ("{type: array, items: {type: string, maxLength: 5}}", ["Each: At most 5 characters"]),
        ("{type: object, minProperties: 1}", ["At least 1 member"]),
        (
            "{type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}",
            ["At least one of: a, b"],
        ),
    ],
)
def test_limits(row: Callable[[str], FieldView], schema: str, limits: list[str]) -> None:
    assert list(map(str, row(schema).limits)) == limits


def test_format_and_values_of_items_are_those_of_the_list(row: Callable[[str], FieldView]) -> None:
    assert row("{type: array, items: {type: string, format: email}}").format == "email"
    assert [value.text for value in row("{type: array, items: {$ref: Colour}}").values] == ["red", "blue"]


def test_a_reference_brings_its_description_and_default(row: Callable[[str], FieldView]) -> None:
    assert row("{$ref: Tag}").description == "A label."
    assert row("{$ref: Tag, description: Mine.}").description == "Mine."
    assert row("{$ref: Colour}").default == "red"


def test_twelve_values_are_shown_and_the_rest_is_kept(row: Callable[[str], FieldView]) -> None:
    field = row(f"{{enum: {list(range(15))}}}")
    assert [value.text for value in field.values] == [str(number) for number in range(12)]
    assert [value.text for value in field.more_values] == ["12", "13", "14"]


def test_rows_nest_and_know_their_path(row: Callable[[str], FieldView]) -> None:
    field = row(
        "{type: object, properties: {tags: {type: array, items: {$ref: Tag}}}, additionalProperties: {type: string}}"
    )
    assert [path for path, _ in flatten((field,))] == ["x", "x.tags", "x.tags[].name", "x.*"]
    assert [item.named for item in field.members] == [True, False]
    assert str(field.count) == "2 members"


def test_recursion_ends(row: Callable[[str], FieldView]) -> None:
    field = row("{$ref: Tree}")
    assert [(path, item.repeats) for path, item in flatten((field,))] == [
        ("x", None),
        ("x.name", None),
        ("x.children", "Tree"),
    ]
    assert row("{$ref: Nested}").type.startswith("(string | ")


def test_alternatives(row: Callable[[str], FieldView]) -> None:
    only = row("{anyOf: [{$ref: Tag}, {type: 'null'}]}")
    assert [item.name for item in only.members] == ["name"]
    both = row("{oneOf: [{$ref: Tag}, {$ref: Tree}]}")
    assert [(str(item.name), item.named, item.type) for item in both.members] == [
        ("option 1", False, "object"),
        ("option 2", False, "object"),
    ]
    assert [item.name for item in both.members[1].members] == ["name", "children"]


def test_the_envelope(resolve_action: Resolve) -> None:
    text = """
output: {type: object, properties: {failed: {type: array, items: {type: string}}}}
envelope:
  raw: $response.text
  data: {from: $response.json.failed, default: []}
  more: {members: {status: $response.status, failed: $response.json.failed}}
"""
    outcome = resolve_action(text)
    rows = Rows(outcome.connector.entities).output(outcome.action())
    assert [(item.name, item.type, item.required, item.default) for item in rows] == [
        ("data", "string[]", True, "[]"),
        ("error", "string", False, None),
        ("successful", "boolean", True, None),
        ("raw", "string", True, None),
        ("more", "object", True, None),
    ]
    assert [(path, item.required) for path, item in flatten(rows[-1:])] == [
        ("more", True),
        ("more.status", True),
        ("more.failed", False),
    ]


def test_unknown_output_is_any(resolve_action: Resolve) -> None:
    outcome = resolve_action("")
    data = Rows({}).output(outcome.action())[0]
    assert (data.type, str(data.description)) == ("any", "What the API answered.")


def test_rules(resolve_action: Resolve) -> None:
    text = "input: {a: {type: string}, b: {type: string}}\nexclusive: [a, b]\ntogether: [a, b]\nrequires: {a: [b]}"
    rules = [(str(words), names) for words, names in map(rule_text, resolve_action(text).action().rules)]
    assert rules == [
        ("Give at most one of", ("a", "b")),
        ("Give together or not at all:", ("a", "b")),
        ("The first needs all the others:", ("a", "b")),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("red", "red"),
        ("1", '"1"'),
        (1, "1"),
        ("", '""'),
        (" a", '" a"'),
        ("true", '"true"'),
        (None, "null"),
        ("é", "é"),
    ],
)
def test_values_cannot_be_mistaken(value: Any, text: str) -> None:
    assert value_text(value) == text
