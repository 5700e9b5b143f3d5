"""Clients get tokens from the mock, in every way that the language has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory.mock import MockServer
from connectory_runtime import ActionError, Unauthorized
from connectory_runtime.oauth2 import MemoryStore, Tokens

IDS = "client_id: {from: client_id}, client_secret: {from: client_secret}"
CONNECTOR = f"""
title: Acme
summary: A shop in a box.
servers: [{{url: https://api.example.com}}]
auth:
  program: {{kind: oauth2, grant: client_credentials, token_url: https://id.example.com/token, {IDS}}}
  person: {{kind: oauth2, grant: authorization_code, authorize_url: https://id.example.com/agree,
    token_url: https://id.example.com/token, {IDS}, client_auth: body}}
  session: {{kind: token, action: create_session, with: {{password: {{from: password}}}}, token: $output.token,
    in: cookie, name: sid}}
  open: {{kind: none}}
"""
ACTIONS = {
    "create_session": """
effect: write
auth: open
endpoint: POST /sessions
input: {password: {type: string, required: true, secret: true}}
output: {type: object, properties: {token: {type: string, secret: true}}}
examples: [{title: One, input: {password: p}, response: {status: 200, body: {token: t}}}]
""",
    **{
        f"send_{kind}": f"""
effect: send
auth: {kind}
endpoint: POST /{kind}
output: {{type: string}}
examples: [{{title: One, response: {{status: 200, text: done}}}}]
"""
        for kind in ("program", "person", "session")
    },
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "mocked_token_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.fixture(scope="module")
def server(acme: Compiled) -> Iterator[MockServer]:
    known = {"acme": {"client_id": "shop", "program": "the-only-token"}}
    with MockServer(acme.project, credentials=known) as made:
        yield made


@pytest.fixture
def client(acme: Compiled, server: MockServer) -> Iterator[Any]:
    credentials = {"client_id": "shop", "client_secret": "s%:/+", "password": "p"}
    urls = {"base_url": server.url("acme"), "token_url": server.token_url("acme")}
    with acme.module.Acme(**credentials, **urls) as made:
        yield made


def _agree(server: MockServer, page: str) -> httpx.Response:
    return httpx.get(f"{server.url('acme')}/-/authorize?{page.partition('?')[2]}")


def test_a_program_is_let_in(client: Any) -> None:
    assert client.send_program() == "done"


def test_a_session_is_let_in(client: Any) -> None:
    assert client.send_session() == "done"


def test_a_person_signs_in(client: Any, server: MockServer) -> None:
    begun = client.oauth2.begin("http://127.0.0.1:9/back?a=b")
    answer = _agree(server, begun.url)
    assert answer.status_code == 302
    client.oauth2.finish(begun, answer.headers["Location"])
    assert client.send_person() == "done"


def test_a_code_needs_its_verifier(client: Any, server: MockServer) -> None:
    begun, other = (client.oauth2.begin("http://127.0.0.1:9/back") for _ in range(2))
    back = _agree(server, begun.url).headers["Location"].replace(begun.state, other.state)
    with pytest.raises(Unauthorized, match="do not belong together"):
        client.oauth2.finish(other, back)


def test_a_page_without_a_challenge_is_refused(client: Any, server: MockServer) -> None:
    page = client.oauth2.begin("http://127.0.0.1:9/back").url
    assert _agree(server, page.replace("S256", "plain")).status_code == 400
    assert _agree(server, page.replace("state=", "x=")).status_code == 400


@pytest.mark.parametrize(("name", "text"), [("client_id", "another"), ("client_secret", "invalid")])
def test_another_application_is_refused(acme: Compiled, server: MockServer, name: str, text: str) -> None:
    credentials = {"client_id": "shop", "client_secret": "s", name: text}
    with (
        acme.module.Acme(**credentials, base_url=server.url("acme"), token_url=server.token_url("acme")) as client,
        pytest.raises(Unauthorized, match="not known"),
    ):
        client.send_program()


@pytest.mark.parametrize("refresh", ["invalid", "expired"])
def test_a_spent_refresh_token_is_refused(acme: Compiled, server: MockServer, refresh: str) -> None:
    from datetime import UTC, datetime

    store = MemoryStore(Tokens("old", refresh, datetime(2020, 1, 1, tzinfo=UTC)))
    urls = {"base_url": server.url("acme"), "token_url": server.token_url("acme")}
    with acme.module.Acme(client_id="shop", client_secret="s", token_store=store, **urls) as client:
        with pytest.raises(ActionError, match="sign in again"):
            client.send_person()
        store.save(Tokens("old", "good", datetime(2020, 1, 1, tzinfo=UTC)))
        assert client.send_person() == "done"
