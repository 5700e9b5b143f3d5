"""The model generator never sees a text of a spec, so that nothing depends on how it quotes."""

import json
import re
from typing import Any

import pytest

from connectory.emit.python import _models

HOSTILE = """'a " '' \\\\ {{ b }} """ + '"""'


def strings(value: Any) -> list[str]:
    match value:
        case dict():
            return [found for key, item in value.items() for found in (key, *strings(item))]
        case list():
            return [found for item in value for found in strings(item)]
        case str():
            return [value]
        case _:
            return []


def test_the_generator_sees_identifiers_only(emit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    generate = _models.model_code

    def spy(question: str) -> str:
        schema, names = json.loads(question)
        seen.extend(strings(json.loads(schema)) + strings(names))
        return generate(question)

    monkeypatch.setattr(_models, "model_code", spy)
    text = json.dumps(HOSTILE)
    said = f"description: {text}, title: {text}"
    members = (
        f"state: {{enum: [{text}, b], {said}}}, fixed: {{const: {text}}}, "
        f"'wire name': {{type: string, default: {text}, examples: [{text}], {said}}}"
    )
    schema = f"{{{said}, properties: {{{members}}}}}"
    generated = emit({"schemas.yaml": f"Thing: {schema}", "things/get_thing.yaml": "output: {$ref: Thing}"})
    assert len(seen) > 10
    assert [item for item in seen if not re.fullmatch(r"[A-Za-z0-9_]+|#/\$defs/\w+|\$(ref|defs)", item)] == []
    assert generated.fields("models.py", "Thing")["fixed"] == f"Literal[{HOSTILE!r}] | str | None = None"
