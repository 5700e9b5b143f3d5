"""Actions for which several credentials will do: which of them a client sends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory.mock import MockServer
from connectory_runtime import MissingCredential, Rejected
from connectory_runtime.oauth2 import MemoryStore, Tokens

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1}]
auth:
  key: {kind: api_key, in: header, name: X-Key, key: {from: key}, env: ACME_KEY}
  login: {kind: basic, username: {from: user, env: ACME_USER}, password: {from: password, env: ACME_PASSWORD}}
  token: {kind: bearer, token: {from: token}, env: ACME_TOKEN}
  session: {kind: token, action: create_session, token: $output.key, in: query, name: sid}
  person: {kind: oauth2, grant: authorization_code, authorize_url: https://id.example.com/agree,
    token_url: https://id.example.com/token, client_id: {from: client_id, env: ACME_CLIENT_ID}}
  apart: {kind: api_key, in: header, name: X-Apart, key: {from: apart}, env: ACME_APART}
  open: {kind: none}
default_auth: [key, login, token]
"""
ANSWER = "output: {type: string}\nexamples: [{title: One, response: {status: 200, text: done}}]\n"
ACTIONS = {
    "create_session": """
effect: write
auth: [key, login]
endpoint: POST /sessions
output: {type: object, properties: {key: {type: string, secret: true}}}
examples: [{title: In, response: {status: 200, body: {key: s}}}]
""",
    "send_default": f"effect: send\nendpoint: POST /default\n{ANSWER}",
    "send_session": f"effect: send\nauth: [session, token]\nendpoint: POST /session\n{ANSWER}",
    "send_person": f"effect: send\nauth: [key, person]\nendpoint: POST /person\n{ANSWER}",
    "send_either": f"effect: send\nauth: [key, session]\nendpoint: POST /either\n{ANSWER}",
    "send_key": f"effect: send\nauth: key\nendpoint: POST /key\n{ANSWER}",
    "send_apart": f"effect: send\nauth: apart\nendpoint: POST /apart\n{ANSWER}",
    "send_kind_a": f"effect: send\nauth: key\nfixed: {{kind: a}}\nendpoint: POST /kinds\n{ANSWER}",
    "send_kind_b": f"effect: send\nauth: [key, token]\nfixed: {{kind: b}}\nendpoint: POST /kinds\n{ANSWER}",
    "send_asked": """
effect: send
auth: [session, key]
endpoint: POST /asked
input: {page: {type: integer, in: query}}
output: {type: string}
examples: [{title: One, input: {page: 1}, request: {path: /asked, query: {page: 1, sid: s}}, response: {status: 200}}]
""",
    "send_open": f"effect: send\nauth: [open, token]\nendpoint: POST /open\n{ANSWER}",
}
VARIABLES = ("ACME_KEY", "ACME_USER", "ACME_PASSWORD", "ACME_TOKEN", "ACME_CLIENT_ID", "ACME_APART")
KEY, LOGIN, TOKEN = ("x-key", "k"), ("authorization", "Basic dTpw"), ("authorization", "Bearer t")
SIGNED_IN = MemoryStore(Tokens("p"))
USER = {"user": "u", "password": "p"}
USER_SET = {"ACME_USER": "u", "ACME_PASSWORD": "p"}

CHOICES: dict[str, tuple[str, dict[str, Any], dict[str, str], tuple[str, str] | None]] = {
    "the only one": ("send_default", {"token": "t"}, {}, TOKEN),
    "the preferred one of two": ("send_default", {"token": "t", "key": "k"}, {}, KEY),
    "the preferred one of two that are set": ("send_default", {}, {"ACME_TOKEN": "t", "ACME_KEY": "k"}, KEY),
    "an argument before what is set": ("send_default", {"token": "t"}, {"ACME_KEY": "k"}, TOKEN),
    "half an argument before what is set": ("send_default", {"user": "u"}, {"ACME_KEY": "k", **USER_SET}, LOGIN),
    "another argument than an empty one": ("send_default", {"token": "", "key": "k"}, {}, KEY),
    "none is no argument": ("send_default", {"token": None}, {"ACME_KEY": "k"}, KEY),
    "a token that can be had": ("send_session", {"key": "k"}, {"ACME_TOKEN": "t"}, ("sid", "s")),
    "a token that cannot be had": ("send_session", {}, {"ACME_TOKEN": "t"}, TOKEN),
    "a store means a person": (
        "send_person",
        {"token_store": SIGNED_IN},
        {"ACME_KEY": "k", "ACME_CLIENT_ID": "c"},
        ("authorization", "Bearer p"),
    ),
    "a store before another argument": (
        "send_person",
        {"token_store": SIGNED_IN, "key": "k", "client_id": "c"},
        {},
        ("authorization", "Bearer p"),
    ),
    "an argument where the store is of no use": ("send_person", {"token_store": SIGNED_IN, "key": "k"}, {}, KEY),
    "what a token is asked for with": ("send_either", USER, {"ACME_KEY": "k"}, ("sid", "s")),
    "what has nothing to do with the rest": ("send_apart", {"token": "t"}, {"ACME_APART": "a"}, ("x-apart", "a")),
    "a credential though none is needed": ("send_open", {}, {"ACME_TOKEN": "t"}, TOKEN),
    "none where none is needed": ("send_open", {}, {}, None),
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "choice_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def respond(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"key": "s"} if request.url.path == "/v1/sessions" else "done")


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("case", CHOICES)
def test_it_sends(case: str, driver: str, acme: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    action, arguments, variables, expected = CHOICES[case]
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    requests: list[httpx.Request] = []
    transport = httpx.MockTransport(lambda request: requests.append(request) or respond(request))

    async def call() -> None:
        async with acme.module.AsyncAcme(transport=transport, **arguments) as client:
            await getattr(client, action)()

    if driver == "sync":
        with acme.module.Acme(transport=transport, **arguments) as client:
            getattr(client, action)()
    else:
        asyncio.run(call())
    sent = [*requests[-1].headers.items(), *requests[-1].url.params.items()]
    assert [item for item in sent if item[0] in ("x-key", "x-apart", "authorization", "sid")] == (
        [expected] if expected else []
    )


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize(
    ("action", "arguments", "scheme"),
    [
        ("send_default", {"token": "t"}, "token"),
        ("send_default", {"token": "t", "key": "k"}, "key"),
        ("send_session", {"token": "t"}, "token"),
        ("send_key", {"key": "k"}, None),
        ("send_open", {}, "open"),
    ],
)
def test_refusals_tell_which_credentials_were_sent(
    action: str, arguments: dict[str, str], scheme: str | None, status: int, acme: Compiled
) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status))
    with acme.module.Acme(transport=transport, **arguments) as client, pytest.raises(Rejected) as caught:
        getattr(client, action)()
    told = scheme if status in (401, 403) else None
    assert caught.value.scheme == told
    assert (f"\n  authenticated by: {told}" in str(caught.value)) == (told is not None)


LOGIN_OR = "user= and password="
MISSING: dict[str, tuple[str, dict[str, Any], dict[str, str], str, str]] = {
    "nothing": (
        "send_default",
        {},
        {},
        "key",
        f"pass key= to the client or set ACME_KEY, or else {LOGIN_OR}, or else token=",
    ),
    "half a login": (
        "send_default",
        {"user": "u"},
        {},
        "password",
        "pass password= to the client or set ACME_PASSWORD, or else key=, or else token=",
    ),
    "half a login, and somebody else is in the environment": (
        "send_default",
        {"user": "u"},
        {"ACME_TOKEN": "t", "ACME_KEY": "k"},
        "password",
        "pass password= to the client or set ACME_PASSWORD, or else key=, or else token=",
    ),
    "an empty argument, and somebody else is in the environment": (
        "send_default",
        {"token": ""},
        {"ACME_TOKEN": "t", "ACME_KEY": "k"},
        "token",
        (
            "pass token= to the client (ACME_TOKEN does not count beside what was passed), or else key=, "
            f"or else {LOGIN_OR}"
        ),
    ),
    "an empty argument where none is needed": (
        "send_open",
        {"token": ""},
        {},
        "token",
        "pass token= to the client or set ACME_TOKEN",
    ),
    "a store for a person, and somebody else is in the environment": (
        "send_person",
        {"token_store": SIGNED_IN},
        {"ACME_KEY": "k"},
        "client_id",
        "pass client_id= to the client or set ACME_CLIENT_ID, or else key=",
    ),
    "what was passed is not for this action": (
        "send_key",
        {"token": "t"},
        {"ACME_KEY": "k"},
        "key",
        "pass key= to the client (ACME_KEY does not count beside what was passed)",
    ),
    "a person's store is not for this action": (
        "send_key",
        {"token_store": SIGNED_IN, "client_id": "c"},
        {"ACME_KEY": "k"},
        "key",
        "pass key= to the client (ACME_KEY does not count beside what was passed)",
    ),
}


@pytest.mark.parametrize("case", MISSING)
def test_what_is_missing_is_told(case: str, acme: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    action, arguments, variables, missing, advice = MISSING[case]
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    problem = f"the credential {missing} is {'empty' if arguments.get(missing) == '' else 'missing'}; nothing was sent"
    with acme.module.Acme(**arguments) as client, pytest.raises(MissingCredential, match=problem) as raised:
        getattr(client, action)()
    assert raised.value.advice == advice


def test_who_signs_in_is_served(acme: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when a call came before, with the key in the environment."""
    monkeypatch.setenv("ACME_KEY", "k")
    monkeypatch.setenv("ACME_CLIENT_ID", "c")
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        is_token = request.url.host == "id.example.com"
        return httpx.Response(200, json={"access_token": "p", "token_type": "bearer"} if is_token else "done")

    with acme.module.Acme(transport=httpx.MockTransport(answer)) as client:
        client.send_person()
        begun = client.oauth2.begin("http://127.0.0.1:9/callback")
        state = httpx.URL(begun.url).params["state"]
        client.oauth2.finish(begun, f"http://127.0.0.1:9/callback?code=c&state={state}")
        client.send_person()
        with pytest.raises(MissingCredential):
            client.send_key()
    assert "x-key" in requests[0].headers
    assert requests[-1].headers["authorization"] == "Bearer p"
    assert "x-key" not in requests[-1].headers


def test_plans_are_made_with_the_same_choice(acme: Compiled) -> None:
    def shown(**arguments: str) -> tuple[set[str], int]:
        with acme.module.Acme(**arguments) as client:
            plan = client.plan("send_session")
            return {name.lower() for name in plan.requests[0].headers} & {"authorization"}, plan.most_requests

    with_token, without = shown(token="t"), shown(key="k")
    assert with_token[0] == {"authorization"}
    assert without[0] == set()
    assert without[1] > with_token[1]


@pytest.fixture(scope="module")
def mock(acme: Compiled) -> Iterator[MockServer]:
    with MockServer(acme.project) as server:
        yield server


ATTEMPTS: dict[str, tuple[str, dict[str, str], int]] = {
    "the preferred one": ("default", {"X-Key": "k"}, 200),
    "another one": ("default", {"Authorization": "Bearer t"}, 200),
    "a third one": ("default", {"Authorization": "Basic dTpw"}, 200),
    "a bad one": ("default", {"X-Key": "invalid"}, 401),
    "a bad one where none is needed": ("open", {"Authorization": "Bearer invalid"}, 401),
    "none where none is needed": ("open", {}, 200),
    "none": ("default", {}, 401),
    "a good one beside another": ("default", {"X-Key": "k", "Authorization": "Bearer t"}, 400),
    "one of another action": ("person", {"X-Key": "k", "Authorization": "Basic dTpw"}, 400),
}


@pytest.mark.parametrize("case", ATTEMPTS)
def test_the_mock_takes_any_that_will_do(case: str, mock: MockServer) -> None:
    path, headers, status = ATTEMPTS[case]
    assert httpx.post(f"{mock.url('acme')}/{path}", headers=headers).status_code == status


def test_the_mock_and_the_clients_agree(acme: Compiled, mock: MockServer) -> None:
    makers: list[Callable[[], Any]] = [
        lambda: acme.module.Acme(key="k", base_url=mock.url("acme")),
        lambda: acme.module.Acme(**USER, base_url=mock.url("acme")),
        lambda: acme.module.Acme(token="t", base_url=mock.url("acme")),
    ]
    for make in makers:
        with make() as client:
            assert client.send_default() == "done"
            assert client.send_session() == "done"


def test_actions_may_share_a_path_and_not_their_schemes(acme: Compiled, mock: MockServer) -> None:
    with acme.module.Acme(token="t", base_url=mock.url("acme")) as client:
        assert client.send_kind_b() == "done"
        assert client.execute("send_kind_a", {}).successful is False
    url, tokens = f"{mock.url('acme')}/kinds", {"Authorization": "Bearer t"}
    assert httpx.post(url, headers=tokens, json={"kind": "b"}).status_code == 200
    assert httpx.post(url, headers=tokens, json={"kind": "a"}).status_code == 401
    assert httpx.post(url, headers={"X-Key": "invalid"}, json={"kind": "b"}).status_code == 401
    assert httpx.post(url, headers=tokens, json={"kind": "c"}).status_code == 400
