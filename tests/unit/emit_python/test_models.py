"""Models of answers and typed dicts of inputs: their fields, and that they can be used."""

import json
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("type: string", "str | None = None"),
        ("type: string, format: date-time, maxLength: 3", "str | None = None"),
        ("type: number", "float | None = None"),
        ("description: Whatever.", "Any | None = None"),
        ("enum: [a, b]", "Literal['a', 'b'] | str | None = None"),
        ("enum: {ONE: 1, TWO: 2}", "Literal[1, 2] | int | None = None"),
        ("type: array, items: {type: string}, minItems: 2", "list[str] | None = None"),
        ("additionalProperties: {$ref: Thing}", "dict[str, Thing] | None = None"),
        ("type: object", "dict[str, Any] | None = None"),
        ("$ref: Thing", "Thing | None = None"),
        ("properties: {a: {type: string}}", "ThingX | None = None"),
        ("type: array, items: {properties: {a: {type: string}}}", "list[ThingXItem] | None = None"),
        ("anyOf: [{type: string}, {type: array, items: {type: integer}}]", "str | list[int] | None = None"),
    ],
)
def test_fields(emit: Any, schema: str, expected: str) -> None:
    files = {
        "schemas.yaml": f"Thing: {{properties: {{x: {{{schema}}}}}}}",
        "things/get_thing.yaml": "output: {$ref: Thing}",
    }
    assert emit(files).fields("models.py", "Thing")["x"] == expected


def test_required_fields_have_no_default(emit: Any) -> None:
    members = "a: {type: string}, b: {type: [string, 'null']}, someId: {type: string}"
    output = f"output: {{properties: {{{members}}}, required: [a, b, someId]}}"
    fields = emit({"things/get_thing.yaml": output}).fields("models.py", "GetThingResult")
    assert fields["a"] == "str"
    assert fields["b"] == "str | None"
    assert "default" not in fields["some_id"]


def test_alternatives_that_only_require_members_leave_one_class(emit: Any) -> None:
    output = """
    output:
      properties: {email: {type: string}, phone: {type: string}}
      anyOf: [{required: [email]}, {required: [phone]}]
    """
    fields = emit({"things/get_thing.yaml": output}).fields("models.py", "GetThingResult")
    assert fields == {"email": "str | None = None", "phone": "str | None = None"}


def test_entities_that_no_answer_reaches_get_no_model(emit: Any) -> None:
    generated = emit(
        {"schemas.yaml": "Draft: {properties: {a: {}}}", "things/get_thing.yaml": "input: {draft: {$ref: Draft}}"}
    )
    assert "models.py" not in generated.files or "class Draft" not in generated.files["models.py"]
    assert generated.parameters()["draft"].startswith("DraftInput |")


def test_models_keep_wire_names_apart(emit: Any, run: Any) -> None:
    names = ["class", "a-b", "a_b", "aB", "1x", "é", "É", "+", "$ref", "copy", "json", "schema", "model_config", "list"]
    names += ["str", "field", "self", "__a", "_b", "None", "TEXT0X", "VALUE0X", "VALUE1X", "T0", "W0", "w1"]
    members = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {{type: string}}" for name in names)
    schema = f"{{properties: {{{members}, more: {{type: array, items: {{type: string}}}}}}}}"
    emit({"things/get_thing.yaml": f"input: {{body: {schema}}}\noutput: {schema}"})
    data = {name: f"value of {name}" for name in names} | {"more": ["x"]}
    printed = run(f"""
        from acme_clients.acme.models import GetThingResult
        from acme_clients.acme import inputs
        data = {data!r}
        model = GetThingResult.model_validate(data)
        assert not model.model_extra, model.model_extra
        print(model.model_dump(by_alias=True) == data)
    """)
    assert printed == "True\n"


def test_models_that_contain_themselves(emit: Any, run: Any) -> None:
    schemas = """
    Node: {properties: {next: {$ref: Node}, all: {additionalProperties: {$ref: Node}}}}
    Tree: {type: array, items: {$ref: Tree}}
    Value: {anyOf: [{type: string}, {type: array, items: {$ref: Value}}]}
    """
    keys = "input: {node: {$ref: Node}, tree: {$ref: Tree}, value: {$ref: Value}}\n"
    keys += "output: {properties: {node: {$ref: Node}, tree: {$ref: Tree}, value: {$ref: Value}}}"
    emit({"schemas.yaml": schemas, "things/get_thing.yaml": keys})
    data = {"node": {"next": {"next": {}}, "all": {"x": {}}}, "tree": [[], [[]]], "value": ["a", ["b"]]}
    printed = run(f"""
        from acme_clients.acme.models import GetThingResult
        from acme_clients.acme import inputs
        model = GetThingResult.model_validate({data!r})
        print(type(model.node.next.next).__name__, model.tree, model.value)
    """)
    assert printed == "Node [[], [[]]] ['a', ['b']]\n"


def test_models_of_several_parts(emit: Any) -> None:
    schemas = """
    Base: {properties: {id: {type: integer}}, required: [id]}
    Named: {allOf: [{$ref: Base}, {properties: {name: {type: string}}}]}
    """
    generated = emit(
        {"schemas.yaml": schemas, "things/get_thing.yaml": "input: {named: {$ref: Named}}\noutput: {$ref: Named}"}
    )
    assert generated.returns() == "Named"
    text = generated.files["models.py"]
    named = generated.fields("models.py", "Named")
    assert named["name"] == "str | None = None"
    assert named.get("id") == "int" or "class Named(Base)" in text


def test_answers_that_may_be_null(emit: Any, run: Any) -> None:
    emit({"things/get_thing.yaml": "output: {type: [object, 'null'], properties: {a: {type: string}}}"})
    printed = run("""
        import httpx
        from acme_clients.acme import Acme
        answers = iter(["null", '{"a": "x"}'])
        transport = httpx.MockTransport(lambda request: httpx.Response(200, text=next(answers)))
        client = Acme(api_key="k", transport=transport)
        print(client.get_thing(), client.get_thing().a)
    """)
    assert printed == "None x\n"


def test_enum_classes(emit: Any, run: Any) -> None:
    keys = "input: {kind: {enum: {TEXT: 1, DATE: 2}}, sort: {enum: {UP: asc, DOWN: desc}}, plain: {enum: [a, b]}}"
    emit({"things/get_thing.yaml": keys})
    printed = run("""
        from acme_clients.acme.enums import Kind, Sort
        print(Kind.DATE == 2, Sort.UP == "asc", [item.name for item in Kind])
    """)
    assert printed == "True True ['TEXT', 'DATE']\n"


def test_typed_dicts(emit: Any) -> None:
    schema = "{properties: {siteId: {type: string}, tags: {type: array, items: {type: integer}}}, required: [siteId]}"
    generated = emit({"things/get_thing.yaml": f"input: {{site: {schema}}}"})
    assert generated.fields("inputs.py", "GetThingSiteInput") == {
        "siteId": "str",
        "tags": "NotRequired[Sequence[int]]",
    }


def test_typed_dicts_import_what_they_use(emit: Any) -> None:
    generated = emit({"things/get_thing.yaml": "input: {site: {properties: {id: {type: string}}, required: [id]}}"})
    imports = [line for line in generated.files["inputs.py"].splitlines() if line.startswith("from ")]
    assert imports == ["from __future__ import annotations", "from typing import TypedDict"]


def test_words_in_a_text_import_nothing(emit: Any) -> None:
    text = "Any Literal, Field(Annotated), EnvelopeField(InputRule()) and Parameter("
    output = f"{{properties: {{a: {{type: string, description: '{text}'}}}}}}"
    generated = emit({"things/get_thing.yaml": f"description: {text}\noutput: {output}"})
    for module in ("models.py", "actions/things.py"):
        imports = [line for line in generated.files[module].splitlines() if line.startswith("from ")]
        assert not [line for line in imports if "Literal" in line or "pydantic" in line or "EnvelopeField" in line]
