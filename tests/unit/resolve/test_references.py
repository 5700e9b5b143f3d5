"""References and the types of what they lead to."""

import pytest

from connectory.model.reference import place_in
from connectory_runtime._reference import follow
from connectory_runtime._unset import UNSET

OUTPUT = """
output:
  properties:
    id: {type: integer}
    owner: {$ref: Owner}
    tags: {type: array, items: {properties: {name: {type: string}}}}
    either: {anyOf: [{properties: {a: {type: boolean}}}, {type: "null"}]}
    map: {additionalProperties: {type: number}}
    open: {type: object}
"""
SCHEMAS = "Owner: {properties: {name: {type: string}, boss: {$ref: Owner}}}"


@pytest.mark.parametrize(
    ("reference", "types", "total"),
    [
        ("$response.status", ("integer",), True),
        ("$response.text", ("string",), True),
        ("$response.headers.X-Total", ("string",), False),
        ("$response.json.id", ("integer",), False),
        ("$response.json.owner.boss.boss.name", ("string",), False),
        ("$response.json.tags.0.name", ("string",), False),
        ("$response.json.tags.-1.name", ("string",), False),
        ("$response.json.either.a", ("boolean",), False),
        ("$response.json.map.whatever", ("number",), False),
        ("$response.json.open.whatever.more", (), False),
        ("$input.given", ("string",), True),
        ("$input.maybe", ("string",), False),
    ],
)
def test_a_reference_has_the_type_of_its_end(resolve_action, reference, types, total) -> None:
    inputs = "input: {given: {type: string, required: true}, maybe: {type: string}}"
    outcome = resolve_action(f"{OUTPUT}envelope: {{x: {reference}}}\n{inputs}", schemas=SCHEMAS)
    assert outcome.codes == []
    field = outcome.action().envelope[0]
    assert str(field.value.reference) == reference
    assert (field.value.reference.schema.types, field.total) == (types, total)


def test_an_entity_at_the_end_stays_a_reference(resolve_action) -> None:
    outcome = resolve_action(f"{OUTPUT}envelope: {{x: $response.json.owner}}", schemas=SCHEMAS)
    assert outcome.action().envelope[0].value.reference.schema.ref == "Owner"


def test_nothing_is_known_of_an_answer_without_output(resolve_action) -> None:
    outcome = resolve_action("envelope: {x: $response.json.a.b}")
    assert outcome.codes == []
    assert outcome.action().envelope[0].value.reference.schema.types == ()


@pytest.mark.parametrize(
    "reference",
    [
        "$response.json.nope",
        "$response.json.id.x",
        "$response.json.tags.first",
        "$response.json.tags.-2",
        "$response.json.owner.nme",
        "$input.x",
    ],
)
def test_what_is_not_there_is_reported(resolve_action, reference: str) -> None:
    assert resolve_action(f"{OUTPUT}envelope: {{x: {reference}}}", schemas=SCHEMAS).codes == ["R302"]


@pytest.mark.parametrize(
    ("path", "found"),
    [("rows.0", "a"), ("rows.-1", "b"), ("rows.2", UNSET), ("rows.-2", UNSET), ("none.-1", UNSET), ("map.-1", "c")],
)
def test_compiler_and_runtime_find_the_same_place_in_a_list(path: str, found: object) -> None:
    data = {"rows": ["a", "b"], "none": [], "map": {"-1": "c"}}
    assert follow(data, path) == found
    name, step = path.split(".")
    items = data[name]
    if isinstance(items, list):
        place = place_in(items, step)
        assert (UNSET if place is None else items[place]) == found


def test_a_default_makes_a_field_total(resolve_action) -> None:
    outcome = resolve_action(f"{OUTPUT}envelope: {{x: {{from: $response.json.id, default: 0}}}}", schemas=SCHEMAS)
    assert outcome.codes == []
    assert outcome.action().envelope[0].total


def test_members_make_an_object(resolve_action) -> None:
    outcome = resolve_action("envelope: {data: {members: {message: $response.text, total: $response.headers.N}}}")
    field = outcome.action().envelope[0]
    assert field.name == "data"
    assert field.total
    assert [(name, value.total) for name, value in field.value.members] == [("message", True), ("total", False)]
