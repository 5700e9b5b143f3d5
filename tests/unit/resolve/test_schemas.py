"""Schemas as they come into the model."""

import pytest

from connectory.model import EnumValue
from connectory.model.json_schema import schema_json


def output(resolve_action, text: str, **others: str):
    outcome = resolve_action(f"output: {text}", **others)
    assert outcome.codes == []
    return outcome.action().output


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("{enum: [a, b]}", ("string",)),
        ("{enum: [1, 2.5]}", ("number",)),
        ("{enum: [a, null]}", ("string", "null")),
        ("{enum: {A: 1, B: 2}}", ("integer",)),
        ("{const: true}", ("boolean",)),
        ("{properties: {a: {}}}", ("object",)),
        ("{additionalProperties: false}", ("object",)),
        ("{items: {}}", ("array",)),
        ("{description: Anything.}", ()),
        ('{type: [string, "null"]}', ("string", "null")),
    ],
)
def test_types_are_inferred(resolve_action, text: str, types: tuple[str, ...]) -> None:
    assert output(resolve_action, text).types == types


def test_every_keyword_arrives(resolve_action) -> None:
    schema = output(
        resolve_action,
        """
  type: object
  title: A thing
  description: It is there.
  minProperties: 1
  maxProperties: 9
  deprecated: true
  additionalProperties: {type: integer, minimum: 1, maximum: 4, multipleOf: 1}
  required: [a]
  properties:
    a: {type: string, minLength: 1, maxLength: 4, pattern: "^a", format: email, default: a@b, examples: [a@c]}
    b: {type: number, exclusiveMinimum: 0.5, exclusiveMaximum: 2}
    c: {type: array, items: {type: string}, minItems: 1, maxItems: 3, uniqueItems: true}
    d: {anyOf: [{type: string}, {type: "null"}], secret: true}
    e: {oneOf: [{type: string}, {type: integer}]}
    f: {allOf: [{type: object}]}
""",
    )
    assert schema_json(schema, "input") == {
        "type": "object",
        "title": "A thing",
        "description": "It is there.",
        "minProperties": 1,
        "maxProperties": 9,
        "deprecated": True,
        "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 4, "multipleOf": 1},
        "required": ["a"],
        "properties": {
            "a": {
                "type": "string",
                "minLength": 1,
                "maxLength": 4,
                "pattern": "^a",
                "format": "email",
                "default": "a@b",
                "examples": ["a@c"],
            },
            "b": {"type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 2},
            "c": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": True},
            "d": {"anyOf": [{"type": "string"}, {"type": "null"}], "x-secret": True},
            "e": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "f": {"allOf": [{"type": "object"}]},
        },
    }
    assert next(item for item in schema.properties if item.name == "d").schema.secret


def test_labels_are_kept(resolve_action) -> None:
    schema = output(resolve_action, "{enum: {TEXT: 1, DATE: 2}}")
    assert schema.enum == (EnumValue(value=1, name="TEXT"), EnumValue(value=2, name="DATE"))


def test_a_default_of_null_is_a_default(resolve_action) -> None:
    assert output(resolve_action, '{type: ["string", "null"], default: null}').default == EnumValue(value=None)


def test_an_alternative_may_require_members_of_the_schema_around_it(resolve_action) -> None:
    schema = output(resolve_action, "{properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}")
    assert [schema_json(branch, "input") for branch in schema.any_of] == [
        {"type": "object", "properties": {"a": {}}, "required": ["a"]},
        {"type": "object", "properties": {"b": {}}, "required": ["b"]},
    ]


def test_ref_keeps_its_annotations(resolve_action) -> None:
    schema = output(resolve_action, "{$ref: Thing, description: As it is now.}", schemas="Thing: {type: object}")
    assert (schema.ref, schema.description) == ("Thing", "As it is now.")


def test_schemas_may_contain_themselves(resolve_action) -> None:
    outcome = resolve_action(
        "output: {$ref: Thing}",
        schemas="Thing: {properties: {parts: {type: array, items: {$ref: Thing}}, whole: {$ref: Thing}}}",
    )
    assert outcome.codes == []


def test_true_is_no_integer_and_one_no_boolean(resolve_action) -> None:
    outcome = resolve_action("output: {anyOf: [{type: integer, enum: [true]}, {type: boolean, const: 1}]}")
    assert outcome.codes == ["R108", "R108"]


def test_true_and_one_are_two_enum_values(resolve_action) -> None:
    assert "R110" not in resolve_action("output: {enum: [1, true]}").codes
