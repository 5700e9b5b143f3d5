"""OpenAPI documents of small specs, checked by a validator that is not ours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from connectory.emit.openapi import OpenApiEmitter
from connectory.model import thaw
from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[3]
CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1, description: The only one.}]
auth:
  login: {kind: basic, username: {from: user}, password: {from: password}}
  token: {kind: basic, username: {from: api_key}, password: "", how: Ask for one.}
  key: {kind: api_key, in: query, name: key, key: {from: api_key}, how: Ask for one.}
  open: {kind: none}
errors: [{status: 404, advice: Look for another one.}]
"""
HEAD = """
title: TITLE
summary: Do something with one of the things in stock.
evidence: {status: documented, source: "https://docs.example.com"}
"""


def documents(specs: Path, root: Path) -> dict[str, Any]:
    project = compile_specs(specs, root).require()
    return {str(file.path): json.loads(file.text) for file in OpenApiEmitter().emit(project)}


@pytest.fixture
def document(tmp_path: Path) -> Any:
    def make(schemas: str = "", connector: str = "", **actions: str) -> dict[str, Any]:
        files = {"connector": CONNECTOR + connector, **({"schemas": schemas} if schemas else {})}
        files |= {
            f"things/{name}": HEAD.replace("TITLE", name.replace("_", " ").title()) + text
            for name, text in actions.items()
        }
        for name, text in files.items():
            path = tmp_path / f"specs/acme/{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (made,) = documents(tmp_path / "specs", tmp_path).values()
        assert [error.message for error in OpenAPIV31SpecValidator(made).iter_errors()] == []
        return made

    return make


@pytest.mark.parametrize(
    "specs", [ROOT / "specs", ROOT / "tests/golden/python/all_features/spec"], ids=["shipped", "all features"]
)
def test_documents_are_valid(specs: Path) -> None:
    made = documents(specs, specs.parent)
    assert made
    for name, found in made.items():
        assert [error.message for error in OpenAPIV31SpecValidator(found).iter_errors()] == [], name


def test_every_action_with_an_endpoint_is_in_its_document() -> None:
    project = compile_specs(ROOT / "specs", ROOT).require()
    made = documents(ROOT / "specs", ROOT)
    for connector in project.connectors:
        paths = made[f"openapi/{connector.id}.json"]["paths"]
        there = [name for path in paths.values() for item in path.values() for name in item["x-actions"]]
        assert sorted(there) == sorted(action.id for action in connector.actions if action.endpoint)


def test_places_on_the_wire(document: Any) -> None:
    made = document(
        create_thing="""
effect: write
endpoint: POST /things/{thing}
input:
  id: {type: integer, required: true, wire: thing}
  first: {type: string, wire: /emails/0, required: true}
  second: {type: string, wire: /emails/1}
  color: {enum: [red, blue], wire_values: {blue: b}, in: query}
  ids: {type: array, items: {type: integer}, in: query, separator: "|"}
  old: {type: string, ignored: true}
fixed: {kind: thing, X-Version: {in: header, value: "2"}}
examples:
  - title: One
    input: {id: 1, first: a}
    response: {status: 201, body: {id: 7}}
"""
    )
    operation = made["paths"]["/things/{thing}"]["post"]
    by_name = {item["name"]: item for item in operation["parameters"]}
    assert by_name.keys() == {"thing", "color", "ids", "X-Version"}
    assert by_name["thing"] == {"name": "thing", "in": "path", "required": True, "schema": {"type": "integer"}}
    assert by_name["color"]["schema"] == {"enum": ["red", "b"]}
    assert (by_name["ids"]["style"], by_name["ids"]["explode"]) == ("pipeDelimited", False)
    assert by_name["X-Version"]["schema"] == {"type": "string", "const": "2"}
    assert operation["requestBody"] == {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "emails": {
                            "type": "array",
                            "prefixItems": [{"type": "string"}] * 2,
                            "items": {},
                            "minItems": 1,
                            "maxItems": 2,
                        },
                        "kind": {"type": "string", "const": "thing"},
                    },
                    "required": ["emails", "kind"],
                },
                "examples": {"create_thing_1": {"summary": "One", "value": {"emails": ["a"], "kind": "thing"}}},
            }
        },
        "required": True,
    }
    answer = {"schema": {}}
    example = {"create_thing_1": {"summary": "One", "value": {"id": 7}}}
    assert list(operation["responses"]) == ["201", "2XX", "404", "default"]
    assert operation["responses"]["201"]["content"] == {"application/json": answer | {"examples": example}}
    assert operation["responses"]["2XX"]["content"] == {"application/json": answer}
    assert operation["responses"]["404"]["description"] == "Look for another one."


def test_actions_that_share_an_endpoint_are_one_operation(document: Any) -> None:
    made = document(
        send_note="effect: send\nendpoint: POST /send/{to}\n"
        "input: {to: {type: string, required: true}}\nfixed: {type: note}\n",
        send_memo="effect: send\nendpoint: POST /send/{whom}\n"
        "input: {whom: {type: string, required: true}, loud: {type: boolean, in: query, required: true}}\n"
        "fixed: {type: memo}\nnotes: [Rarely used.]\n",
    )
    assert list(made["paths"]) == ["/send/{whom}"]
    operation = made["paths"]["/send/{whom}"]["post"]
    assert [(item["name"], item.get("required")) for item in operation["parameters"]] == [
        ("whom", True),
        ("loud", None),
    ]
    bodies = operation["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    assert [body["properties"]["type"]["const"] for body in bodies] == ["memo", "note"]
    assert operation["x-actions"].keys() == {"send_note", "send_memo"}
    assert "- Rarely used." in operation["description"]


@pytest.mark.parametrize(
    ("actions", "best"),
    [
        ({"block_thing": "fixed: {blocked: true}", "update_thing": ""}, "update_thing"),
        (
            {
                "send_note": "input: {to: {type: string, wire: /to/0}, text: {type: string}}",
                "send_notes": "input: {to: {type: array, items: {type: string}}}",
            },
            "send_notes",
        ),
        (
            {
                "add_bits": "input: {name: {type: string}, a: {type: string, ignored: true}}",
                "add_things": "input: {name: {type: string}, size: {type: integer}}",
            },
            "add_things",
        ),
        (
            {"add_big": "input: {size: {type: integer}}\ndeprecated: {reason: It is slow.}", "add_thing": ""},
            "add_thing",
        ),
        ({"set_one": "fixed: {kind: one}", "set_other": "fixed: {kind: other}"}, "set_one"),
    ],
    ids=["fixes nothing", "fixes no length", "takes most", "is in use", "first by id"],
)
def test_an_operation_goes_by_the_action_that_says_best_what_it_does(
    document: Any, actions: dict[str, str], best: str
) -> None:
    made = document(**{name: f"effect: write\nendpoint: PATCH /things\n{text}\n" for name, text in actions.items()})
    operation = made["paths"]["/things"]["patch"]
    assert operation["operationId"] == best
    assert operation["summary"].startswith(best.replace("_", " ").title())
    assert operation["x-actions"].keys() == actions.keys()


def test_requests_and_answers_have_their_own_schema_where_they_differ(document: Any) -> None:
    made = document(
        schemas="Color: {enum: [red, blue]}\nThing: {type: object, properties: {color: {$ref: Color}}}\n"
        "Plain: {type: object, properties: {name: {type: string}}}\nUnused: {type: string}\n",
        put_thing="effect: write\nendpoint: PUT /things\n"
        "input: {thing: {$ref: Thing, wire: ''}, plain: {$ref: Plain, ignored: true}}\noutput: {$ref: Thing}\n",
        get_plain="effect: read\nendpoint: GET /plain\noutput: {$ref: Plain}\n",
        set_plain="effect: write\nendpoint: PUT /plain\ninput: {plain: {$ref: Plain}}\n",
    )
    assert list(made["components"]["schemas"]) == ["Color", "ColorInput", "Plain", "Thing", "ThingInput"]
    body = made["paths"]["/things"]["put"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/ThingInput"}
    assert made["components"]["schemas"]["ThingInput"]["properties"]["color"] == {
        "$ref": "#/components/schemas/ColorInput"
    }
    assert made["components"]["schemas"]["ColorInput"] == {"enum": ["red", "blue"], "type": "string"}


def test_rules_across_members_of_the_body(document: Any) -> None:
    made = document(
        create_thing="effect: write\nendpoint: POST /things\n"
        "input: {id: {type: integer}, name: {type: string, wire: title}, size: {type: integer, in: query}}\n"
        "require_one_of: [id, name]\n"
    )
    schema = made["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["allOf"] == [{"oneOf": [{"required": ["id"]}, {"required": ["title"]}]}]


def test_a_body_is_needed_where_rules_ask_for_something_in_it(document: Any) -> None:
    names = "{id: {type: integer}, name: {type: string}, size: {type: integer, in: query}}"
    made = document(
        put_a=f"effect: write\nendpoint: PUT /one\ninput: {names}\nrequire_one_of: [id, name]\n",
        put_b=f"effect: write\nendpoint: PUT /any\ninput: {names}\nrequire_any_of: [id, name]\n",
        put_c=f"effect: write\nendpoint: PUT /elsewhere\ninput: {names}\nrequire_any_of: [id, size]\n",
        put_d=f"effect: write\nendpoint: PUT /both\ninput: {names}\ntogether: [[id, name]]\n",
        put_e=f"effect: write\nendpoint: PUT /shared\ninput: {names}\nrequire_any_of: [id, name]\n",
        put_f="effect: write\nendpoint: PUT /shared\nfixed: {kind: f}\n",
    )
    needed = {path: methods["put"]["requestBody"].get("required", False) for path, methods in made["paths"].items()}
    assert needed == {"/one": True, "/any": True, "/elsewhere": False, "/both": False, "/shared": True}


def test_rules_across_members_of_a_form(document: Any) -> None:
    made = document(
        create_thing="effect: write\nendpoint: POST /things\nrequire_any_of: [id, name]\n"
        "input: {id: {type: integer, in: form}, name: {type: string, in: form, wire: title}}\n"
        "examples: [{title: One, input: {name: a}, response: {status: 200}}]\n"
    )
    body = made["paths"]["/things"]["post"]["requestBody"]
    (form,) = body["content"].values()
    assert form["schema"]["allOf"] == [{"anyOf": [{"required": ["id"]}, {"required": ["title"]}]}]
    assert form["examples"] == {"create_thing_1": {"summary": "One", "value": {"title": "a"}}}
    assert body["required"]


def test_lists_of_which_positions_are_given(document: Any) -> None:
    made = document(
        set_one="effect: write\nendpoint: PUT /one\ninput: {to: {type: string, wire: /to/0}}\n",
        set_second="effect: write\nendpoint: PUT /second\ninput: {to: {type: string, wire: /to/1, required: true}}\n",
    )
    lists = {
        path: methods["put"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["to"]
        for path, methods in made["paths"].items()
    }
    text = {"type": "string"}
    assert lists == {
        "/one": {"type": "array", "items": text, "minItems": 1, "maxItems": 1},
        "/second": {
            "type": "array",
            "prefixItems": [{"type": "null"}, text],
            "items": {},
            "minItems": 2,
            "maxItems": 2,
        },
    }


def test_examples_show_what_each_action_sends(document: Any) -> None:
    made = document(
        set_color="""
effect: write
endpoint: PUT /things
input:
  color: {enum: [red, blue], wire_values: {blue: b}, wire: /look/colors/0}
  version: {type: integer, const: 2}
  old: {type: string, ignored: true}
  size: {type: integer, in: query}
fixed: {kind: color}
examples:
  - {title: Blue, input: {color: blue, old: x, size: 1}, response: {status: 200}}
  - {title: Too much, input: {version: 2}, response: {status: 400}}
""",
        set_file="""
effect: write
endpoint: PUT /things
input: {file: {type: string, in: file}, name: {type: string, in: form}}
examples:
  - {title: Bytes, input: {file: {base64: YQ==}, name: a}, response: {status: 200}}
  - {title: Name, input: {name: a}, response: {status: 200}}
""",
    )
    content = made["paths"]["/things"]["put"]["requestBody"]["content"]
    assert content["application/json"]["examples"] == {
        "set_color_1": {"summary": "Blue", "value": {"look": {"colors": ["b"]}, "kind": "color"}},
        "set_color_2": {"summary": "Too much", "value": {"version": 2, "kind": "color"}},
    }
    assert content["multipart/form-data"]["examples"] == {"set_file_2": {"summary": "Name", "value": {"name": "a"}}}


def _bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in document["paths"].values():
        for operation in methods.values():
            yield from operation.get("requestBody", {}).get("content", {}).items()


def test_bodies_of_shipped_examples_are_what_schemas_allow_and_specs_say() -> None:
    project = compile_specs(ROOT / "specs", ROOT).require()
    made = documents(ROOT / "specs", ROOT)
    for connector in project.connectors:
        whole = made[f"openapi/{connector.id}.json"]
        shown: dict[str, Any] = {}
        for _, body in _bodies(whole):
            check = Draft202012Validator(body["schema"] | {"components": whole["components"]})
            for name, example in body.get("examples", {}).items():
                assert [error.message for error in check.iter_errors(example["value"])] == [], name
                shown[name] = example["value"]
        for action in connector.actions:
            for number, example in enumerate(action.examples, 1):
                if example.request is not None and example.request.has_body:
                    assert shown[f"{action.id}_{number}"] == thaw(example.request.body)


def test_text_nothing_and_unknown_answers(document: Any) -> None:
    made = document(
        get_text="effect: read\nendpoint: GET /text\noutput: {type: string}\n",
        delete_thing="effect: delete\nendpoint: DELETE /thing\noutput: {type: 'null'}\n",
        get_thing="effect: read\nendpoint: GET /thing\nexamples: [{title: One, response: {status: 200, text: done}}]\n",
        list_things="effect: read\nendpoint: GET /things\nauth: open\n",
    )
    answers = {
        (path, method): operation["responses"]["200"].get("content")
        for path, methods in made["paths"].items()
        for method, operation in methods.items()
    }
    assert answers["/text", "get"] == {"text/plain": {"schema": {"type": "string"}}}
    assert answers["/thing", "delete"] is None
    assert answers["/thing", "get"] == {
        "text/plain": {"schema": {}, "examples": {"get_thing_1": {"summary": "One", "value": "done"}}}
    }
    assert answers["/things", "get"] == {"application/json": {"schema": {}}}


def test_security(document: Any) -> None:
    made = document(
        get_a="effect: read\nendpoint: GET /a\n",
        get_b="effect: read\nendpoint: GET /b\nauth: open\n",
        get_c="effect: read\nendpoint: GET /c\nauth: key\n",
        get_d="effect: read\nendpoint: GET /d\nauth: [key, login]\n",
        get_e="effect: read\nendpoint: GET /e\nauth: [key, open]\n",
    )
    assert made["security"] == [{"login": []}]
    assert made["components"]["securitySchemes"] == {
        "login": {"type": "http", "scheme": "basic"},
        "token": {
            "type": "http",
            "scheme": "basic",
            "description": "The user name is the `api_key`, the password is empty. Ask for one.",
        },
        "key": {"type": "apiKey", "in": "query", "name": "key", "description": "Ask for one."},
    }
    used = {path: methods["get"].get("security") for path, methods in made["paths"].items()}
    assert used == {
        "/a": None,
        "/b": [],
        "/c": [{"key": []}],
        "/d": [{"key": []}, {"login": []}],
        "/e": [{"key": []}, {}],
    }


def test_security_of_actions_that_share_an_endpoint(document: Any) -> None:
    made = document(
        create_a="effect: write\nendpoint: POST /things\nfixed: {kind: a}\n",
        create_b="effect: write\nendpoint: POST /things\nfixed: {kind: b}\nauth: [key, login]\n",
    )
    assert made["paths"]["/things"]["post"]["security"] == [{"login": []}, {"key": []}]


_WEBHOOK = """
title: TITLE
summary: Something happened to a thing.
payload: {$ref: Thing}
evidence: {status: documented, source: "https://docs.example.com"}
"""


@pytest.mark.parametrize(
    ("signature", "described"),
    [
        ("{header: X-Proof}", "HMAC-SHA256 over the body, in hex. Its key is a secret that both sides know."),
        (
            "{header: X-Proof, signature: v1, timestamp: t, tolerance: 5m, encoding: base64}",
            (
                "HMAC-SHA256 over the time `t`, a dot and the body, in base64. "
                "Its key is a secret that both sides know. "
                "The header is a list such as `t=…,v1=…`; the signature is `v1`. "
                "The time is in seconds since 1970 and may be 300 seconds from now."
            ),
        ),
    ],
)
def test_deliveries_are_signed(document: Any, tmp_path: Path, signature: str, described: str) -> None:
    webhook = tmp_path / "specs/acme/webhooks/thing_changed.yaml"
    webhook.parent.mkdir(parents=True)
    webhook.write_text(_WEBHOOK.replace("TITLE", "Thing changed"), encoding="utf-8")
    schemas = "Thing: {type: object, properties: {name: {type: string}}}\n"
    get_thing = "effect: read\nendpoint: GET /thing\n"
    made = document(schemas=schemas, connector=f"webhook_signature: {signature}\n", get_thing=get_thing)
    assert made["webhooks"]["thing_changed"]["post"]["parameters"] == [{"$ref": "#/components/parameters/signature"}]
    assert made["components"]["parameters"]["signature"] == {
        "name": "X-Proof",
        "in": "header",
        "required": True,
        "description": described,
        "schema": {"type": "string"},
    }


def test_deliveries_that_are_not_signed_need_no_header() -> None:
    made = documents(ROOT / "specs", ROOT)["openapi/esputnik.json"]
    assert ["parameters" in item["post"] for item in made["webhooks"].values()] == [False, False]
    assert "parameters" not in made["components"]
