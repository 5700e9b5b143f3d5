"""Actions of which only a part of the answer is returned: from the spec to the method."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime import NotFound

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1}]
auth: {open: {kind: none}}
"""
SCHEMAS = "Order: {type: object, properties: {id: {type: integer}, note: {type: string}}}\n"
ACTIONS = {
    "get_orders": """
effect: read
endpoint: GET /orders
output:
  anyOf:
    - {type: object, properties: {data: {type: array, items: {$ref: Order}}}}
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
        assert client.execute(action, {}).data == body


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


def test_failures_are_as_ever(acme: Compiled) -> None:
    with acme.module.Acme(transport=transport({"data": {"note": "no"}}, 404)) as client:
        with pytest.raises(NotFound):
            client.get_note()
        assert client.execute("get_note", {}).data == {}
