"""Actions of which only a part of the answer is returned: from the spec to the method."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from jsonschema import Draft202012Validator

from connectory.model.json_schema import output_json
from connectory_runtime import NotFound

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1}]
auth: {open: {kind: none}}
"""
SCHEMAS = """
Order: {type: object, required: [id], properties: {id: {type: integer}, note: {type: string}}}
Owner: {type: object, required: [name], properties: {name: {type: string, secret: true}}}
"""
ACTIONS = {
    "get_orders": """
effect: read
endpoint: GET /orders
output:
  anyOf:
    - {type: object, required: [data], properties: {data: {type: array, items: {$ref: Order}}}}
    - {type: array, items: {$ref: Order}}
returns: $output.data
""",
    "get_note": """
effect: read
endpoint: GET /note
input: {name: {type: string}}
output: {type: object, properties: {data: {type: object, properties: {note: {type: string}}}}}
returns: $output.data.note
""",
    "list_maybe": """
effect: read
endpoint: GET /maybe
output: {type: object, properties: {data: {type: array, items: {$ref: Order}}}}
returns: $output.data
""",
    "get_meta": """
effect: read
endpoint: GET /meta
output:
  type: object
  properties: {id: {type: integer}, meta: {type: object, properties: {x: {type: integer}}}}
returns: $output.meta
""",
    "get_kind": """
effect: read
endpoint: GET /kind
output: {type: object, required: [kind], properties: {kind: {enum: [a, b]}}}
returns: $output.kind
""",
    "get_owner": """
effect: read
endpoint: GET /owner
output:
  anyOf:
    - {type: object, required: [data], properties: {data: {$ref: Order}}}
    - {type: object, required: [data], properties: {data: {$ref: Owner}}}
returns: $output.data
""",
    "get_first": """
effect: read
endpoint: GET /first
output: {type: array, items: {$ref: Order}}
returns: $output.0
""",
    "create_file": """
effect: write
endpoint: POST /file
output: {type: string, format: binary}
returns: $response.headers.Location
""",
    "create_text": """
effect: write
endpoint: POST /text
output: {type: string}
returns: $response.headers.Location
""",
    "choose_order": """
effect: read
input: {name: {type: string}}
choose: [{action: get_note, with: {name: $input.name}}]
""",
    "create_order": """
effect: write
endpoint: POST /orders
output: {type: object, properties: {ok: {type: boolean}}}
returns: $response.headers.Location
""",
    "get_each": """
effect: read
input: {names: {type: array, items: {type: string}, required: true}}
each: {over: names, as: name, action: get_note}
""",
}
ANSWERS: dict[str, tuple[str, Any, str]] = {
    "the part": ("get_orders", {"data": [{"id": 1}], "version": 2}, "[Order(id=1, note=None)]"),
    "an empty part": ("get_orders", {"data": []}, "[]"),
    "one in place of a list": ("get_orders", {"data": {"id": 1}}, "[Order(id=1, note=None)]"),
    "the part without what is around it": ("get_orders", [{"id": 1}], "[Order(id=1, note=None)]"),
    "another answer is kept": ("get_orders", {"message": "soon"}, "{'message': 'soon'}"),
    "a list in pieces": (
        "get_orders",
        [{"data": [{"id": 1}, {"id": 2}]}, {"data": {"id": 3}}, {"id": 4}],
        "[Order(id=1, note=None), Order(id=2, note=None), Order(id=3, note=None), Order(id=4, note=None)]",
    ),
    "an optional list": ("list_maybe", {"data": [{"id": 1}]}, "[Order(id=1, note=None)]"),
    "an optional list that is not there": ("list_maybe", {}, "None"),
    "an optional list without what is around it": ("list_maybe", [{"id": 1}], "[Order(id=1, note=None)]"),
    "one in place of an optional list": ("list_maybe", {"data": {"id": 1}}, "[Order(id=1, note=None)]"),
    "an optional object": ("get_meta", {"id": 1, "meta": {"x": 2}}, "GetMetaResult(x=2)"),
    "an optional object that is not there": ("get_meta", {"id": 1}, "None"),
    "a choice": ("get_kind", {"kind": "a"}, "'a'"),
    "one of two objects": ("get_owner", {"data": {"id": 1}}, "Order(id=1, note=None)"),
    "the other of two objects": ("get_owner", {"data": {"name": "s3cret"}}, "Owner()"),
    "the first of a list": ("get_first", [{"id": 1}], "Order(id=1, note=None)"),
    "the first of a list of one that came as the one": ("get_first", {"id": 1}, "Order(id=1, note=None)"),
    "the first of an empty list": ("get_first", [], "None"),
    "text": ("get_note", {"data": {"note": "hello"}}, "'hello'"),
    "text that looks like JSON": ("get_note", {"data": {"note": "[1]"}}, "'[1]'"),
    "a header": ("create_order", {"ok": True}, "'/orders/7'"),
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    files = {"schemas": SCHEMAS}
    with compiled(tmp_path_factory.mktemp("project"), "returns_clients", CONNECTOR, ACTIONS, **files) as made:
        yield made


def transport(body: Any, status: int = 200) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(status, json=body, headers={"Location": "/orders/7"}))


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("case", ANSWERS)
def test_methods_return_the_part(case: str, driver: str, acme: Compiled) -> None:
    action, body, expected = ANSWERS[case]

    async def call() -> Any:
        async with acme.module.AsyncAcme(transport=transport(body)) as client:
            return await getattr(client, action)()

    if driver == "sync":
        with acme.module.Acme(transport=transport(body)) as client:
            assert repr(getattr(client, action)()) == expected
    else:
        assert repr(asyncio.run(call())) == expected


@pytest.mark.parametrize("case", ANSWERS)
def test_execute_returns_everything(case: str, acme: Compiled) -> None:
    action, body, _ = ANSWERS[case]
    with acme.module.Acme(transport=transport(body)) as client:
        data = client.execute(action, {}).data
    assert data == ([body] if action == "get_first" and isinstance(body, dict) else body)


def test_execute_reads_the_whole_as_it_is_announced(acme: Compiled) -> None:
    def answering(content: bytes) -> httpx.MockTransport:
        return httpx.MockTransport(lambda _: httpx.Response(200, content=content, headers={"Location": "/files/7"}))

    with acme.module.Acme(transport=answering(b"%PDF\xff")) as client:
        assert client.create_file() == "/files/7"
        assert client.execute("create_file", {}).data["base64"] == "JVBERv8="
    with acme.module.Acme(transport=answering(b"123")) as client:
        assert client.execute("create_text", {}).data == "123"
    with acme.module.Acme(transport=answering(b"")) as client:
        assert client.execute("create_text", {}).data == ""


EMPTY = {"get_orders": None, "get_note": {}, "get_first": [], "create_text": "", "create_file": {}, "choose_order": {}}


@pytest.mark.parametrize("action", EMPTY)
def test_failures_hold_the_empty_value_of_the_whole(action: str, acme: Compiled) -> None:
    with acme.module.Acme(transport=transport({"message": "no"}, 404)) as client:
        data = client.execute(action, {}).data
    assert data == EMPTY[action]
    (connector,) = acme.project.connectors
    (spec,) = (item for item in connector.actions if item.id == action)
    whole = output_json(spec, connector)
    announced = {"$defs": whole.get("$defs", {}), **whole["properties"]["data"]}
    assert [error.message for error in Draft202012Validator(announced).iter_errors(data)] == []


def test_raw_has_both(acme: Compiled) -> None:
    body = {"data": {"note": "hello"}, "version": 2}
    with acme.module.Acme(transport=transport(body)) as client:
        answer = client.raw(client.get_note)
    assert (answer.parse(), answer.json()) == ("hello", body)


def test_composites_return_what_their_calls_return(acme: Compiled) -> None:
    with acme.module.Acme(transport=transport({"data": {"note": "hello"}})) as client:
        outcomes = client.get_each(names=["a", "b"])
        envelope = client.execute("get_each", {"names": ["a"]})
    assert [outcome.data for outcome in outcomes] == ["hello", "hello"]
    assert envelope.data[0]["data"] == {"data": {"note": "hello"}}


def test_failures_are_raised(acme: Compiled) -> None:
    with acme.module.Acme(transport=transport({"data": {"note": "no"}}, 404)) as client, pytest.raises(NotFound):
        client.get_note()
