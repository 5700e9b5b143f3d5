"""Values that every request carries, and lists that are sent as one text: from the spec to the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory.mock import MockServer
from connectory.model import thaw

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
ACTIONS = {
    "send_note": """
effect: send
endpoint: POST /messages
input: {text: {type: string, required: true}}
fixed:
  type: Note
  /content/kind: 1
  /content/loud: null
  X-Version: {in: header, value: "2"}
  dry: {in: query, value: false}
examples:
  - title: Hello
    input: {text: hello}
    request:
      path: /messages
      query: {dry: "false"}
      headers: {X-Version: "2"}
      body: {text: hello, type: Note, content: {kind: 1, loud: null}}
    response: {status: 200}
""",
    "list_notes": """
effect: read
endpoint: GET /notes/{days}
input:
  ids: {type: array, items: {type: integer}, separator: ",", required: true}
  tags: {type: array, items: {type: string}, separator: "|"}
  days: {type: array, items: {type: integer}, separator: ";", required: true}
output: {type: array, items: {type: string}}
fixed: {kind: note}
examples:
  - title: Two
    input: {ids: [1, 2], days: [7], tags: [a, b c]}
    request: {path: /notes/7, query: {ids: "1,2", tags: "a|b c", kind: note}}
    response: {status: 200, body: [one, two]}
""",
    "put_form": """
effect: write
endpoint: PUT /form
fixed: {kind: {in: form, value: note}, seen: {in: cookie, value: "yes"}}
output: {type: string}
examples: [{title: One, response: {status: 200, text: done}}]
""",
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "wire_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.mark.parametrize("identifier", sorted(ACTIONS))
def test_the_mock_knows_both(acme: Compiled, identifier: str) -> None:
    action = next(item for item in acme.project.connectors[0].actions if item.id == identifier)
    given = thaw(action.examples[0].input)
    with MockServer(acme.project) as server:
        options = {"api_key": "k", "base_url": server.url("acme")}
        with acme.module.Acme(**options) as client:
            envelope = client.execute(identifier, given)
        assert envelope.successful, envelope.error

        async def run() -> Any:
            async with acme.module.AsyncAcme(**options) as client:
                return await client.execute(identifier, given)

        assert asyncio.run(run()).data == envelope.data


def test_the_mock_misses_what_should_be_there(acme: Compiled) -> None:
    with MockServer(acme.project) as server:
        headers = {"Authorization": "Bearer k", "X-Version": "3"}
        answer = httpx.post(
            f"{server.url('acme')}/messages", headers=headers, json={"text": "hi", "type": "Memo"}, trust_env=False
        )
    assert answer.status_code == 400
    for place in ("header.X-Version", "query.dry", "body.type", "body.content.kind"):
        assert place in answer.text
