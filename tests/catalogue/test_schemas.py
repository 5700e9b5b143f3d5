"""The schemas in `generated/` keep what the catalogues promise, name by name."""

import json
from pathlib import Path
from typing import Any

import pytest
from facts import FACTS, Fact

GENERATED = Path(__file__).parents[2] / "generated"
BOUNDS = {
    "format": "format",
    "minimum": "minimum",
    "maximum": "maximum",
    "min_items": "minItems",
    "max_items": "maxItems",
    "enum": "enum",
    "enum_names": "x-enum-varnames",
}


def load(path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GENERATED / path).read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def actions() -> dict[tuple[str, str], dict[str, Any]]:
    """Actions by catalogue and the identifier they have there."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for connector in load("catalogue.json")["connectors"]:
        for action in connector["actions"]:
            for catalogue, identifiers in action["identifiers"]["aliases"].items():
                for identifier in identifiers:
                    assert (catalogue, identifier) not in found, identifier
                    found[catalogue, identifier] = action
    return found


@pytest.fixture
def action(fact: Fact, actions: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    return actions[fact.catalogue, fact.identifier]


def kind(schema: dict[str, Any], root: dict[str, Any]) -> str:
    """A type in the words of the catalogues: `integer`, `object[]`, `any`."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "type" not in schema:
        return "any"
    return f"{kind(schema['items'], root)}[]" if schema["type"] == "array" else str(schema["type"])


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_parameters(fact: Fact, action: dict[str, Any]) -> None:
    schema = load(action["schemas"]["input"])
    names = list(schema["properties"])
    assert names[: len(fact.parameters)] == list(fact.parameters), "our own parameters come after the catalogue's"
    assert set(schema["required"]) == {name for name, known in fact.parameters.items() if known.get("required")}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("fact", "name"),
    [pytest.param(fact, name, id=f"{fact}-{name}") for fact in FACTS for name in fact.parameters],
)
def test_parameter(fact: Fact, name: str, action: dict[str, Any]) -> None:
    root = load(action["schemas"]["input"])
    schema, known = root["properties"][name], fact.parameters[name]
    assert kind(schema, root) == known["type"]
    for word, keyword in BOUNDS.items():
        if word in known or word in ("format", "enum_names"):
            split = action["batch"] if word == "max_items" and action["batch"] else None
            assert (split["size"] if split else schema.get(keyword)) == known.get(word), keyword
    if "enum_known" in known:
        assert set(known["enum_known"]) <= set(schema["enum"])
        assert len(schema["enum"]) == known["enum_size"]
    elif "enum" not in known:
        assert "enum" not in schema
    if known.get("ignored"):
        assert schema["x-ignored"] is True


@pytest.mark.parametrize("fact", FACTS, ids=str)
def test_envelope(fact: Fact, action: dict[str, Any]) -> None:
    schema = load(action["schemas"]["output"])
    assert set(schema["properties"]) - {"job", "batch"} == set(fact.envelope)
    assert set(schema["required"]) == {name for name, known in fact.envelope.items() if known["required"]}
    assert {name: kind(schema["properties"][name], schema) for name in fact.envelope} == {
        name: known["type"] for name, known in fact.envelope.items()
    }


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.deprecated], ids=str)
def test_a_placeholder_says_so(action: dict[str, Any]) -> None:
    assert action["deprecated"]


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.same_as], ids=str)
def test_twins_are_one_action(fact: Fact, actions: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert fact.same_as
    assert actions[fact.catalogue, fact.identifier] is actions[fact.catalogue, fact.same_as]


@pytest.mark.parametrize("fact", [fact for fact in FACTS if fact.endpoint], ids=str)
def test_endpoint(fact: Fact, action: dict[str, Any]) -> None:
    assert action["endpoint"] == fact.endpoint


def test_all_are_there() -> None:
    assert len(FACTS) == 36
