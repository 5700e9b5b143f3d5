"""What callers see: parameters, results and documentation of methods, and the types they are made of."""

from typing import Any

import pytest

SCHEMAS = """
Contact: {type: object, properties: {email: {type: string}}}
Colour: {enum: [red, green]}
Pair: {type: array, items: {type: number}}
"""


def action(**keys: str) -> dict[str, str]:
    text = "\n".join(f"{key}: {value}" for key, value in keys.items())
    return {"schemas.yaml": SCHEMAS, "things/get_thing.yaml": text}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("type: string", "str"),
        ("type: integer", "int"),
        ("type: number", "float"),
        ("type: boolean", "bool"),
        ("description: Whatever.", "Any"),
        ("type: [string, 'null']", "str | None"),
        ("type: ['null', integer, string]", "int | str | None"),
        ("enum: [a, b]", "Literal['a', 'b']"),
        ("enum: [a, null]", "Literal['a', None]"),
        ("const: fixed", "Literal['fixed']"),
        ("enum: {ONE: 1, TWO: 2}", "X | Literal[1, 2]"),
        ("type: array", "Sequence[Any]"),
        ("type: array, items: {type: integer}", "Sequence[int]"),
        ("type: object", "Mapping[str, Any]"),
        ("additionalProperties: {type: integer}", "Mapping[str, int]"),
        ("properties: {a: {type: string}}", "GetThingXInput"),
        ("type: array, items: {properties: {a: {type: string}}}", "Sequence[GetThingXItemInput]"),
        ("$ref: Contact", "ContactInput"),
        ("$ref: Colour", "Literal['red', 'green']"),
        ("$ref: Pair", "Sequence[float]"),
        ("anyOf: [{type: string}, {type: array, items: {type: integer}}]", "str | Sequence[int]"),
    ],
)
def test_parameters(emit: Any, schema: str, expected: str) -> None:
    generated = emit(action(input=f"{{x: {{{schema}, required: true}}}}"))
    assert generated.parameters() == {"x": expected, "options": "Options | None = None"}


def test_what_may_be_left_out(emit: Any) -> None:
    generated = emit(action(input="{siteId: {type: [string, 'null']}, old: {type: string, ignored: true}}"))
    assert generated.parameters() == {
        "site_id": "str | Unset | None = UNSET",
        "old": "str | Unset = UNSET",
        "options": "Options | None = None",
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("type: string", "str"),
        ("type: 'null'", "None"),
        ("description: Whatever.", "Any"),
        ("enum: [a, b]", "GetThingResult"),
        ("type: array, items: {type: integer}", "list[int]"),
        ("properties: {a: {type: string}}", "GetThingResult"),
        ("$ref: Contact", "Contact"),
        ("type: array, items: {$ref: Contact}", "list[Contact]"),
        ("$ref: Pair", "list[float]"),
        ("anyOf: [{$ref: Contact}, {type: string}]", "Contact | str"),
    ],
)
def test_results(emit: Any, schema: str, expected: str) -> None:
    assert emit(action(output=f"{{{schema}}}")).returns() == expected


def test_the_result_of_an_unknown_answer(emit: Any) -> None:
    assert emit(action()).returns() == "Any"


def test_documentation(emit: Any) -> None:
    generated = emit(
        {
            "things/get_thing.yaml": """
                description: |
                  A paragraph that says more.

                  - and a list
                notes: [Be careful.]
                deprecated: {reason: There is a better one., replacement: get_other}
                input:
                  size: {type: integer, minimum: 1, maximum: 500, default: 10, description: How many., required: true}
                  names: {type: array, items: {type: string}, maxItems: 3, description: Who.}
                  note: {type: string, maxLength: 40, default: none yet}
                  old: {type: string, ignored: true, description: Once was needed.}
            """,
            "things/get_other.yaml": """
                title: Get another thing
                summary: Look up one of the other things.
                effect: read
                endpoint: GET /others
            """,
        }
    )
    shown = generated.documentation()
    assert shown.startswith("Look up one of the things in stock.\n\n")
    for part in (
        "A paragraph that says more.\n\n- and a list\n",
        "Be careful.",
        "There is a better one.",
        "get_other",
        "size: How many.",
        "500",
        "10",
        "names: Who.",
        "most 3 items",
        "40 characters",
        "none yet",
        "never sent",
    ):
        assert part in f"{shown}\n", part
    assert "Once was needed" not in shown


def test_a_default_beside_a_reference_is_documented(emit: Any) -> None:
    generated = emit(action(input="{colour: {$ref: Colour, default: red, description: Which.}}"))
    assert "colour: Which. Default: red." in generated.documentation()


def test_rules_across_parameters_are_documented(emit: Any) -> None:
    keys = {
        "input": "{itemId: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}}",
        "require_one_of": "[itemId, b, c]",
        "exclusive": "[c, d]",
        "together": "[[itemId, b]]",
        "requires": "{d: [itemId, b]}",
    }
    shown = " ".join(emit(action(**keys)).documentation().split())
    assert "Give exactly one of `item_id`, `b` and `c`. " in shown
    assert "Give at most one of `c` and `d`." in shown
    assert "Give `item_id` and `b` together or not at all." in shown
    assert "`d` needs `item_id` and `b`." in shown
    assert "item_id: Sent in the body. b:" in shown
