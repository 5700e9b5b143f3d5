"""Every example of every action, sent by the generated clients to a server that knows our OpenAPI documents only."""

import asyncio
import importlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectory.mock import MockServer
from connectory.model import Action, Connector, Example, Project, thaw
from connectory.naming import pascal_case
from connectory.pipeline import compile_specs
from connectory_runtime.testing import FakeClock

ROOT = Path(__file__).parents[2]


@cache
def project() -> Project:
    return compile_specs(ROOT / "specs", ROOT).require()


CASES = [
    pytest.param(connector, action, number, example, id=f"{connector.id}-{action.id}-{number}")
    for connector in project().connectors
    for action in connector.actions
    for number, example in enumerate(action.examples, 1)
    if action.endpoint is not None
]


@pytest.fixture(scope="module")
def own_server() -> Any:
    with MockServer(project()) as server:
        yield server


def _client(connector: Connector, base_url: str, prefix: str = "") -> Any:
    made = getattr(importlib.import_module(f"connectory_clients.{connector.id}"), prefix + pascal_case(connector.id))
    return made(api_key="key", base_url=base_url, retries=0, clock=FakeClock())


def _wishes(action: Action, number: int, example: Example) -> Any:
    """Options of a call that make the server answer as the example does."""
    response = example.response
    named = f", example={action.id}_{number}" if response.has_body or response.text is not None else ""
    # An answer may come as JSON or as text: the server looks at what is accepted, not at what the example has.
    media = {"Accept": "text/plain"} if response.text is not None else {}
    return {"headers": {"Prefer": f"code={response.status}{named}", **media}}


def _parsed(envelope: dict[str, Any]) -> dict[str, Any]:
    """The envelope without the white space between tokens of JSON, in which servers differ."""
    return {name: _json(value) if name == "raw_text" else value for name, value in envelope.items()}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@pytest.mark.parametrize(("connector", "action", "number", "example"), CASES)
def test_what_we_send_is_what_the_document_says(
    connector: Connector,
    action: Action,
    number: int,
    example: Example,
    foreign_server: Callable[[str], str],
    own_server: MockServer,
) -> None:
    address, given, wanted = foreign_server(connector.id), thaw(example.input), _wishes(action, number, example)
    with _client(connector, address) as client:
        there = client.execute(action.id, given, wanted)

    async def run() -> Any:
        async with _client(connector, address, "Async") as client:
            return await client.execute(action.id, given, wanted)

    assert asyncio.run(run()).to_dict() == there.to_dict()
    if not 200 <= example.response.status < 300:
        assert there.exception.status == example.response.status, there.error
        return
    with _client(connector, own_server.url(connector.id)) as client:
        here = client.execute(action.id, given)
    assert here.successful, here.error
    assert _parsed(there.to_dict()) == _parsed(here.to_dict())


def test_the_server_refuses_what_the_document_does_not_say(foreign_server: Callable[[str], str]) -> None:
    address = f"{foreign_server('esputnik')}/v1/contacts"
    with httpx.Client(auth=("connectory", "key"), trust_env=False) as client:
        # 400 is what the document has for bad requests.
        assert client.post(address, json={"contacts": "all", "dedupeOn": "email"}).status_code == 400
        assert client.post(address, json={"dedupeOn": "email"}).status_code == 400
        assert client.post(address, json={"contacts": [], "dedupeOn": "email"}).status_code == 400
        detached = client.post(f"{foreign_server('esputnik')}/v1/group/7/contacts/detach")
        assert detached.status_code == 400, "a call without a body would empty the segment"
    assert httpx.post(address, json={}, trust_env=False).status_code == 401


def test_the_document_knows_more_successes_than_examples_have(foreign_server: Callable[[str], str]) -> None:
    with httpx.Client(auth=("connectory", "key"), trust_env=False) as client:
        answer = client.get(f"{foreign_server('esputnik')}/v1/balance", headers={"Prefer": "code=203"})
    assert answer.status_code == 203
    assert "currentBalance" in answer.json()
