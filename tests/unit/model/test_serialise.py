"""The model as JSON."""

import json

from connectory.diagnostics import Span
from connectory.model import ApiKey, Credential, EnumValue, JsonObject, Reference, Schema
from connectory.model.serialise import serialise

HERE = Span("specs/a.yaml", 3, 5, 3, 9)


def test_places_and_references_become_text() -> None:
    schema = Schema(source=HERE, types=("string",))
    reference = Reference(root="response.json", path=("a", "b"), schema=schema, total=False, source=HERE)
    assert serialise(HERE) == "specs/a.yaml:3:5"
    assert serialise(reference) == "$response.json.a.b"


def test_members_with_their_default_are_left_out() -> None:
    enum = (EnumValue(value=1, name="ONE"), EnumValue(value=JsonObject({"a": (1, None)})))
    assert serialise(Schema(source=HERE, types=("integer",), minimum=0, enum=enum)) == {
        "source": "specs/a.yaml:3:5",
        "types": ["integer"],
        "enum": [{"value": 1, "name": "ONE"}, {"value": {"a": [1, None]}}],
        "minimum": 0,
    }


def test_members_of_a_union_say_which_they_are() -> None:
    scheme = ApiKey(id="key", location="header", name="X-Key", key=Credential(argument="key"), how=None, source=HERE)
    data = serialise(scheme)
    assert data["kind"] == "ApiKey"
    assert data["key"] == {"argument": "key"}
    assert json.loads(json.dumps(data)) == data
