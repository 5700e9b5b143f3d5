"""Answers with status 200 that say that a call failed, from the spec to the caller."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from compiled import Compiled, compiled

from connectory.mock import ROW_HEADER, STATUS_HEADER, MockServer
from connectory_runtime import ActionError, Conflict, Envelope, InvalidInput, NotFound, Rejected

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
pagination:
  rows: {kind: cursor, cursor: after, next: $response.json.next, items: $response.json.rows}
errors:
  - {message: $response.json.problem.text, code_at: $response.json.problem.code}
  - when: {$response.json.problem.code: [GONE, LOST]}
    meaning: not_found
    advice: Look for it elsewhere.
"""
ACTIONS = {
    "create_note": """
effect: write
endpoint: POST /notes
input: {text: {type: string, required: true}}
output: {properties: {ok: {type: boolean}, id: {type: integer}}}
success_when: {$response.json.ok: [true]}
errors:
  - {when: {$response.json.problem.code: [TWICE]}, meaning: conflict, advice: Use the first one.}
examples:
  - title: One
    input: {text: hello}
    response: {status: 200, body: {ok: true, id: 7}}
  - title: Lost
    input: {text: lost}
    response: {status: 200, body: {ok: false, problem: {code: LOST, text: It is lost.}}}
""",
    "list_notes": """
effect: read
endpoint: GET /notes
input: {after: {type: string}}
output: {properties: {next: {type: string}, rows: {type: array, items: {type: integer}}, problem: {type: object}}}
pagination: rows
error_when: {$response.json.problem: {empty: false}}
examples:
  - title: All
    response: {status: 200, body: {next: b, rows: [1, 2]}}
  - title: The rest is gone
    input: {after: b}
    response: {status: 200, body: {rows: [], problem: {code: GONE, text: They went away.}}}
""",
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "failing_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.fixture(scope="module")
def server(acme: Compiled) -> Iterator[MockServer]:
    with MockServer(acme.project) as running:
        yield running


class Caller:
    """Calls of both clients, each of which returns what it returned or the error that it raised."""

    def __init__(self, acme: Compiled, server: MockServer, driver: str) -> None:
        self._module = acme.module
        self._url = server.url("acme")
        self._driver = driver

    def __call__(self, method: str, /, raw: bool = False, **arguments: Any) -> Any:
        if self._driver == "sync":
            with self._module.Acme(api_key="k", base_url=self._url) as client:
                function = getattr(client, method)
                return client.raw(function, **arguments) if raw else function(**arguments)
        return asyncio.run(self._later(method, raw, arguments))

    async def _later(self, method: str, raw: bool, arguments: dict[str, Any]) -> Any:
        async with self._module.AsyncAcme(api_key="k", base_url=self._url) as client:
            function = getattr(client, method)
            return await (client.raw(function, **arguments) if raw else function(**arguments))

    def execute(self, action: str, arguments: dict[str, Any], **headers: str) -> Envelope:
        return self("execute", identifier=action, arguments=arguments, options={"headers": headers})  # type: ignore[no-any-return]

    def pages(self) -> tuple[list[Any], ActionError | None]:
        """The items that came, and the error that ended them."""
        if self._driver == "sync":
            with self._module.Acme(api_key="k", base_url=self._url) as client:
                items: list[Any] = []
                try:
                    items.extend(client.list_notes())
                except ActionError as error:
                    return items, error
                return items, None
        return asyncio.run(self._pages_later())

    async def _pages_later(self) -> tuple[list[Any], ActionError | None]:
        async with self._module.AsyncAcme(api_key="k", base_url=self._url) as client:
            items: list[Any] = []
            try:
                async for item in client.list_notes():
                    items.append(item)
            except ActionError as error:
                return items, error
            return items, None


@pytest.fixture(params=["sync", "async"])
def call(acme: Compiled, server: MockServer, request: pytest.FixtureRequest) -> Caller:
    return Caller(acme, server, request.param)


def test_a_success_is_one(call: Caller) -> None:
    assert call("create_note", text="hello").id == 7


def test_a_typed_call_raises(call: Caller) -> None:
    with pytest.raises(NotFound) as caught:
        call("create_note", text="lost")
    error = caught.value
    assert (error.status, error.code, error.api_message, error.advice) == (
        200,
        "LOST",
        "It is lost.",
        "Look for it elsewhere.",
    )
    assert not error.retryable


@pytest.mark.parametrize(("row", "kind", "code"), [("1", Conflict, "TWICE"), ("3", NotFound, "LOST")])
def test_the_mock_fails_as_a_row_explains(call: Caller, row: str, kind: type[Rejected], code: str) -> None:
    with pytest.raises(Rejected) as caught:
        call("create_note", text="hello", options={"headers": {ROW_HEADER: row}})
    assert (type(caught.value), caught.value.status, caught.value.code) == (kind, 200, code)


def test_a_row_explains_other_statuses_too(call: Caller) -> None:
    with pytest.raises(Conflict) as caught:
        call("create_note", text="hello", options={"headers": {ROW_HEADER: "1", STATUS_HEADER: "422"}})
    assert (caught.value.status, caught.value.advice) == (422, "Use the first one.")


@pytest.mark.parametrize("row", ["0", "4", "x", "-1", "1e0"])
def test_the_mock_knows_its_rows(call: Caller, row: str) -> None:
    with pytest.raises(Rejected, match="the error tables have 3"):
        call("create_note", text="hello", options={"headers": {ROW_HEADER: row}})


def test_an_envelope_says_so(call: Caller) -> None:
    envelope = call.execute("create_note", {"text": "lost"})
    assert not envelope.successful
    assert isinstance(envelope.exception, NotFound)
    assert "It is lost." in str(envelope.error)
    assert envelope.exception.status == 200
    assert call.execute("create_note", {"text": "hello"}).successful


def test_a_page_that_failed_ends_the_iteration(call: Caller) -> None:
    items, error = call.pages()
    assert items == [1, 2]
    assert isinstance(error, NotFound)
    assert (error.status, error.code) == (200, "GONE")
    assert error.resume is not None


def test_a_raw_answer_is_returned_and_refuses_to_be_parsed(call: Caller) -> None:
    response = call("create_note", raw=True, text="lost")
    assert (response.status, response.json()["ok"]) == (200, False)
    with pytest.raises(NotFound, match="It is lost"):
        response.parse()
    assert call("create_note", raw=True, text="hello").parse().id == 7


def test_what_is_never_sent_is_no_failing_answer(call: Caller) -> None:
    with pytest.raises(InvalidInput):
        call("create_note", raw=True, text=7)
