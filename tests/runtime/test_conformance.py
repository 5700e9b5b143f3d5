"""The vectors have the form that their schema says, so that others can use them."""

import json

import jsonschema
import pytest
from vectors import FOLDER, document

SCHEMA = json.loads((FOLDER / "vectors.schema.json").read_text(encoding="utf-8"))
FILES = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "vectors.schema")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_form(name: str) -> None:
    found = jsonschema.Draft202012Validator(SCHEMA).iter_errors(document(name))
    assert [f"{error.json_path}: {error.message}" for error in found] == []


@pytest.mark.parametrize("name", FILES)
def test_vectors_have_names_of_their_own(name: str) -> None:
    names = [vector["name"] for vector in document(name)["vectors"]]
    assert len(set(names)) == len(names)
