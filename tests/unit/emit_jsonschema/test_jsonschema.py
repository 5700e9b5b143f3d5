"""The emitted schemas are valid JSON Schema 2020-12, and the examples of the specs fit them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from connectory.diagnostics import Diagnostics
from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.load import find_connectors, read_tree
from connectory.model import Action, EnvelopeObject, EnvelopeValue, Example, Project, thaw
from connectory.resolve import resolve
from connectory.validate import validate_tree

ROOT = Path(__file__).parents[3]
MISSING = object()


@pytest.fixture(scope="module", params=[ROOT, ROOT / "tests/golden/docs/acme"], ids=["shipped", "acme"])
def project(request: pytest.FixtureRequest) -> Project:
    root, found = request.param, Diagnostics()
    project = resolve(validate_tree(read_tree(find_connectors(root / "specs", root, found), found), found), found)
    found.raise_if_errors()
    assert project is not None
    return project


@pytest.fixture(scope="module")
def schemas(project: Project) -> dict[str, Any]:
    """Path below `schemas/` → schema."""
    return {
        file.path.relative_to("schemas").as_posix(): json.loads(file.text) for file in JsonSchemaEmitter().emit(project)
    }


def examples(project: Project) -> Iterator[tuple[str, Action, Example]]:
    for connector in project.connectors:
        for action in connector.actions:
            for example in action.examples:
                yield f"{connector.id}/{action.id}", action, example


def test_every_action_has_two_valid_schemas(project: Project, schemas: dict[str, Any]) -> None:
    wanted = {
        f"{connector.id}/{action.id}.{direction}.json"
        for connector in project.connectors
        for action in connector.actions
        for direction in ("input", "output")
    }
    wanted |= {f"{item.id}/{webhook.id}.webhook.json" for item in project.connectors for webhook in item.webhooks}
    assert set(schemas) == wanted
    for path, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        connector, _, rest = path.partition("/")
        action, direction, _ = rest.split(".")
        assert list(schema)[:2] == ["$schema", "$id"]
        assert schema["$id"] == f"urn:connectory:{connector}:{action}:{direction}"


def test_every_reference_is_inside_and_every_definition_is_used(schemas: dict[str, Any]) -> None:
    for path, schema in schemas.items():
        used = {item["$ref"].removeprefix("#/$defs/") for item in objects(schema) if "$ref" in item}
        assert used == set(schema.get("$defs", {})), path


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(item)


def test_example_inputs_fit(project: Project, schemas: dict[str, Any]) -> None:
    for path, _, example in examples(project):
        Draft202012Validator(schemas[f"{path}.input.json"]).validate(thaw(example.input))


def test_parameters_that_nobody_declared_do_not_fit(project: Project, schemas: dict[str, Any]) -> None:
    for path, _, example in examples(project):
        unknown = thaw(example.input) | {"surely_unknown": 1}
        assert not Draft202012Validator(schemas[f"{path}.input.json"]).is_valid(unknown)


def test_envelopes_of_example_answers_fit(project: Project, schemas: dict[str, Any]) -> None:
    for path, action, example in examples(project):
        if example.response.status < 400:
            Draft202012Validator(schemas[f"{path}.output.json"]).validate(envelope(action, example))


def envelope(action: Action, example: Example) -> dict[str, Any]:
    """What `execute` returns for the example's answer, by the letter of the spec."""
    response = example.response
    result = {"data": thaw(response.body) if response.has_body else response.text, "successful": True}
    for field in action.envelope:
        value = _value(field.value, example)
        result.pop(field.name, None)
        if value is not MISSING:
            result[field.name] = value
    return result


def _value(value: EnvelopeValue | EnvelopeObject, example: Example) -> Any:
    if isinstance(value, EnvelopeObject):
        members = {name: _value(member, example) for name, member in value.members}
        return {name: member for name, member in members.items() if member is not MISSING}
    found = _lookup(value, example)
    if found is MISSING and value.default is not None:
        return thaw(value.default.value)
    return found


def _lookup(value: EnvelopeValue, example: Example) -> Any:
    response = example.response
    roots: dict[str, Any] = {
        "input": thaw(example.input),
        "response.status": response.status,
        "response.headers": dict(response.headers),
        "response.text": json.dumps(thaw(response.body)) if response.has_body else response.text or "",
        "response.json": thaw(response.body) if response.has_body else MISSING,
    }
    here = roots[value.reference.root]
    for step in value.reference.path:
        here = here.get(step, MISSING) if isinstance(here, dict) else MISSING
    return here


def test_order_is_kept(project: Project, schemas: dict[str, Any]) -> None:
    for connector in project.connectors:
        for action in connector.actions:
            properties = schemas[f"{connector.id}/{action.id}.input.json"]["properties"]
            assert list(properties) == [item.name for item in action.parameters]


def test_files_are_plain_text(project: Project) -> None:
    for file in JsonSchemaEmitter().emit(project):
        assert file.committed
        assert file.text == json.dumps(json.loads(file.text), indent=2, ensure_ascii=False) + "\n"
