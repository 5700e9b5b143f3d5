"""The published JSON Schemas: what an editor needs of them, and what the compiler relies on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[3] / "generator" / "connectory" / "language"
SCHEMAS = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
REGISTRY: Registry[Any] = Registry().with_contents(SCHEMAS.items())


def subschemas(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a schema, with where it stands."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for keyword in ("properties", "$defs"):
        for name, below in schema.get(keyword, {}).items():
            yield from subschemas(below, f"{path}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(keyword), f"{path}/{keyword}")
    for number, below in enumerate(schema.get("anyOf", ())):
        yield from subschemas(below, f"{path}/anyOf/{number}")


ALL = [item for name, schema in SCHEMAS.items() for item in subschemas(schema, f"{name}#")]
KEYS = [
    (f"{path}/properties/{name}", below) for path, schema in ALL for name, below in schema.get("properties", {}).items()
]


def resolved(path: str, schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        resolver = REGISTRY.resolver(path.partition("#")[0])
        found = resolver.lookup(schema["$ref"])
        path, schema = found.resolver._base_uri or path, found.contents
    return schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_json_schema(name: str) -> None:
    assert Resource.from_contents(SCHEMAS[name]).id() == name
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_key_is_described_and_shown() -> None:
    own = [(path, schema) for path, schema in KEYS if "/Parameter/properties/" not in path or "$ref" not in schema]
    assert len(own) > 150
    assert [path for path, schema in own if not schema.get("description")] == []
    assert [path for path, schema in own if not schema.get("examples")] == []


def test_every_description_is_a_sentence() -> None:
    texts = {path: schema["description"] for path, schema in ALL if "description" in schema}
    assert [path for path, text in texts.items() if not re.search(r"[.!?]\Z", text)] == []


@pytest.mark.parametrize(("path", "schema"), KEYS, ids=[path for path, _ in KEYS])
def test_examples_of_a_key_are_allowed_by_it(path: str, schema: dict[str, Any]) -> None:
    file, _, pointer = path.partition("#")
    validator = Draft202012Validator({"$ref": f"{file}#{pointer}"}, registry=REGISTRY)
    for example in schema.get("examples", ()):
        assert [error.message for error in validator.iter_errors(example)] == []


def test_references_lead_somewhere_and_only_texts_stand_beside_them() -> None:
    for path, schema in ALL:
        if "$ref" in schema:
            assert resolved(path, schema)
            assert schema.keys() <= {"$ref", "description", "examples"}, path


def test_patterns_say_in_words_what_they_mean() -> None:
    patterns = [(path, schema) for path, schema in ALL if "pattern" in schema]
    assert [path for path, schema in patterns if not schema.get("patternErrorMessage", "").startswith("must ")] == []
    # The compiler reads a last `$` as the end of the text, which is what it means to an editor.
    assert [path for path, schema in patterns if re.search(r"(?<!\\)\$.", schema["pattern"])] == []


def test_mappings_are_closed_or_say_what_is_in_them() -> None:
    free = {path for path, schema in ALL if schema.get("type") == "object" and "additionalProperties" not in schema}
    assert free == {
        "action.schema.json#/$defs/Arguments",
        "action.schema.json#/$defs/Example/properties/input",
    }
