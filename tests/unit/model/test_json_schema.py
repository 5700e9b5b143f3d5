"""From the model to JSON Schema: what is closed, what is open, and what is marked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from connectory.model.json_schema import input_json, output_json, referenced, schema_json

Resolve = Callable[..., Any]

SCHEMAS = """
Leaf: {type: object, properties: {name: {type: string}}, required: [name], additionalProperties: false}
Branch: {type: object, properties: {leaf: {$ref: Leaf}, parent: {$ref: Branch}}}
Alone: {type: string}
"""


@pytest.fixture
def parameter(resolve_action: Resolve) -> Callable[[str], dict[str, Any]]:
    """The emitted schema of a parameter with these keys."""

    def make(keys: str) -> dict[str, Any]:
        outcome = resolve_action(f"endpoint: POST /things\neffect: write\ninput: {{x: {keys}}}", schemas=SCHEMAS)
        assert outcome.project is not None, outcome.found
        schema: dict[str, Any] = input_json(outcome.action(), outcome.connector)
        Draft202012Validator.check_schema(schema)
        return dict(schema["properties"]["x"])

    return make


def test_every_keyword_is_kept(parameter: Callable[[str], dict[str, Any]]) -> None:
    keywords: dict[str, Any] = {
        "title": "T",
        "description": "D",
        "type": "string",
        "format": "email",
        "pattern": "^a",
        "minLength": 1,
        "maxLength": 2,
        "default": "a",
        "examples": ["a"],
        "deprecated": True,
    }
    assert parameter(json.dumps(keywords)) == keywords
    numbers = {"type": "number", "minimum": 1, "maximum": 2.5, "multipleOf": 0.5}
    assert parameter(json.dumps(numbers)) == numbers
    items = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "integer"}, "uniqueItems": True}
    assert parameter(json.dumps(items)) == items


def test_labels_of_values(parameter: Callable[[str], dict[str, Any]]) -> None:
    assert parameter("{enum: {TEXT: 1, DATE: 2}}") == {
        "type": "integer",
        "enum": [1, 2],
        "x-enum-varnames": ["TEXT", "DATE"],
    }


def test_secrets_are_marked(parameter: Callable[[str], dict[str, Any]]) -> None:
    assert parameter("{type: string, secret: true}") == {"type": "string", "x-secret": True}
    nested = parameter("{type: object, properties: {key: {type: string, secret: true}}}")
    assert nested["properties"]["key"] == {"type": "string", "x-secret": True}


def test_ignored_parameters_are_marked(parameter: Callable[[str], dict[str, Any]]) -> None:
    assert parameter("{type: string, ignored: true, description: Old.}") == {
        "description": "Accepted and never sent.",
        "type": "string",
        "x-ignored": True,
    }


def test_deprecated_actions_say_so(resolve_action: Resolve) -> None:
    outcome = resolve_action("deprecated: Use another.")
    assert input_json(outcome.action(), outcome.connector)["deprecated"] is True
    assert "deprecated" not in input_json(resolve_action("").action(), outcome.connector)


def test_what_callers_send_is_closed_and_what_comes_back_is_open(resolve_action: Resolve) -> None:
    text = """
endpoint: POST /things
effect: write
input: {x: {enum: [a, b]}, leaf: {$ref: Leaf}}
output: {type: object, properties: {x: {enum: [a, b]}, leaf: {$ref: Leaf}}}
"""
    outcome = resolve_action(text, schemas=SCHEMAS)
    surprise = {"x": "c", "leaf": {"name": "n", "more": 1}}
    sent = Draft202012Validator(input_json(outcome.action(), outcome.connector))
    answered = Draft202012Validator(output_json(outcome.action(), outcome.connector))
    assert len(list(sent.iter_errors(surprise))) == 2
    assert answered.is_valid({"data": surprise, "successful": True})
    assert not answered.is_valid({"data": {"x": 1}, "successful": True})


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ("require_one_of: [a, b]", [{"a": 1}, {"b": 1}], [{}, {"a": 1, "b": 1}]),
        ("require_any_of: [a, b]", [{"a": 1}, {"a": 1, "b": 1}], [{}, {"c": 1}]),
        ("exclusive: [a, b, c]", [{}, {"c": 1}], [{"a": 1, "c": 1}, {"b": 1, "c": 1}]),
        ("together: [a, b]", [{}, {"c": 1}, {"a": 1, "b": 1}], [{"a": 1}, {"b": 1, "c": 1}]),
        ("together: [a, b]\nrequires: {a: [b, c]}", [{}, {"a": 1, "b": 1, "c": 1}], [{"a": 1, "b": 1}, {"b": 1}]),
        ("requires: {a: [b, c]}", [{}, {"b": 1}, {"a": 1, "b": 1, "c": 1}], [{"a": 1}, {"a": 1, "b": 1}]),
    ],
)
def test_rules_across_parameters(
    resolve_action: Resolve, rule: str, good: list[dict[str, int]], bad: list[dict[str, int]]
) -> None:
    outcome = resolve_action(f"input: {{a: {{type: integer}}, b: {{type: integer}}, c: {{type: integer}}}}\n{rule}")
    schema = input_json(outcome.action(), outcome.connector)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert [validator.is_valid(value) for value in good] == [True] * len(good)
    assert [validator.is_valid(value) for value in bad] == [False] * len(bad)


def test_the_envelope_is_required_where_it_is_total(resolve_action: Resolve) -> None:
    text = """
envelope:
  data: $response.json
  status_code: $response.status
  state: {from: $response.json.state, default: unknown}
  more: {members: {status: $response.status, id: $response.json.id}}
"""
    outcome = resolve_action(text)
    schema = output_json(outcome.action(), outcome.connector)
    assert schema["required"] == ["successful", "status_code", "state", "more"]
    assert list(schema["properties"]) == ["data", "error", "successful", "status_code", "state", "more"]
    assert schema["properties"]["more"]["required"] == ["status"]


def test_only_reached_entities_are_defined(resolve_action: Resolve) -> None:
    outcome = resolve_action("output: {type: array, items: {$ref: Branch}}", schemas=SCHEMAS)
    assert list(output_json(outcome.action(), outcome.connector)["$defs"]) == ["Leaf", "Branch"]
    assert "$defs" not in input_json(outcome.action(), outcome.connector)
    output = outcome.action().output
    assert referenced([output], outcome.connector) == ("Leaf", "Branch")
    assert schema_json(output, "output")["items"] == {"$ref": "#/$defs/Branch"}
