"""No secret of any kind of authentication shows up in anything that people or files keep."""

from __future__ import annotations

import asyncio
import base64
import logging
import pickle
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime import ActionError
from connectory_runtime.oauth2 import MemoryStore, Tokens
from connectory_runtime.testing import FakeClock, Recorder

EPOCH = FakeClock().now()

IDS = "client_id: {from: client_id}, client_secret: {from: client_secret}"
TOKEN_URL = "token_url: https://id.example.com/token"
CONNECTOR = f"""
title: Acme
summary: A shop in a box.
servers: [{{url: https://api.example.com/v1}}]
auth:
  basic: {{kind: basic, username: {{from: user}}, password: {{from: password}}}}
  bearer: {{kind: bearer, token: {{from: token}}}}
  header: {{kind: api_key, in: header, name: X-Key, key: {{from: key}}}}
  query: {{kind: api_key, in: query, name: key, key: {{from: key}}}}
  cookie: {{kind: api_key, in: cookie, name: sid, key: {{from: key}}}}
  session: {{kind: token, action: create_session, with: {{password: {{from: password}}}}, token: $output.token}}
  session_header: {{kind: token, action: create_session, with: {{password: {{from: password}}}},
    token: $response.headers.X-Session-Token, in: query, name: sid}}
  program: {{kind: oauth2, grant: client_credentials, {TOKEN_URL}, {IDS}}}
  in_body: {{kind: oauth2, grant: client_credentials, {TOKEN_URL}, {IDS}, client_auth: body}}
  person: {{kind: oauth2, grant: authorization_code, authorize_url: https://id.example.com/agree, {TOKEN_URL}, {IDS}}}
  open: {{kind: none}}
"""
KINDS = ("basic", "bearer", "header", "query", "cookie", "session", "session_header", "program", "in_body", "person")
TOKEN_KINDS = KINDS[5:]
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
effect: write
idempotent: true
auth: {kind}
endpoint: POST /things/{{place}}
input:
  place: {{type: string, required: true}}
  pin: {{type: string, secret: true}}
  note: {{type: string, in: header, wire: X-Note, secret: true}}
output: {{type: object, properties: {{id: {{type: integer}}}}}}
fixed: {{kind: {kind}}}
examples: [{{title: One, input: {{place: p}}, response: {{status: 200, body: {{id: 1}}}}}}]
"""
        for kind in KINDS
    },
}


def canary(name: str) -> str:
    return f"cnry+{name}/9f%3c"


SECRETS = {name: canary(name) for name in ("user", "password", "token", "key", "client_id", "client_secret")}
FURTHER = [canary(name) for name in ("session", "access", "refresh", "access2", "refresh2", "code", "pin", "note")]


def traces() -> Iterator[str]:
    """Every form in which a canary could stand somewhere."""
    for secret in (*SECRETS.values(), *FURTHER):
        yield from (secret, quote(secret, safe=""), quote_plus(secret))
        for text in (secret, quote_plus(secret)):
            for lead in range(3):
                encoded = base64.b64encode(b"x" * lead + text.encode()).decode()
                yield encoded[4 : len(encoded) - 8]


TRACE = re.compile("|".join(map(re.escape, sorted(set(traces()), key=len, reverse=True))))


@dataclass
class Outcome:
    """What a server answers to a call, or to the request for a token."""

    status: int = 200
    echo: bool = False
    failure: type[httpx.TransportError] | None = None
    content: bytes = b'{"id": 1}'
    where: str = "api"

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.failure is not None:
            raise self.failure(f"could not reach {request.url}")
        content, headers = self.content, {}
        if self.echo:
            told = f"{request.url} {request.headers} {request.headers.get('authorization')} {request.content.decode()}"
            content = told.encode()
            headers = {"X-Request-Id": str(request.headers.get("x-key", request.url)), "Location": str(request.url)}
        return httpx.Response(self.status, headers=headers, content=content)


OUTCOMES = [
    Outcome(),
    *(Outcome(status, echo=True) for status in (200, 302, 400, 401, 403, 404, 409, 429, 500)),
    Outcome(failure=httpx.ConnectError),
    Outcome(failure=httpx.ReadTimeout),
    Outcome(content=b'{"id": "odd"}'),
    *(Outcome(status, echo=True, where="tokens") for status in (200, 302, 400, 401, 500)),
    Outcome(failure=httpx.ConnectError, where="tokens"),
    Outcome(failure=httpx.ReadTimeout, where="tokens"),
]


@dataclass
class World:
    """The API and the authorization server."""

    outcome: Outcome
    sent: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(f"{request.url} {request.headers.raw} {request.content.decode()}")
        if request.url.path not in ("/token", "/v1/sessions"):
            return self.outcome.answer(request) if self.outcome.where == "api" else Outcome().answer(request)
        if self.outcome.where == "tokens":
            return self.outcome.answer(request)
        if request.url.path == "/v1/sessions":
            token = canary("session")
            return httpx.Response(200, json={"token": token}, headers={"X-Session-Token": token})
        number = "2" if b"refresh_token" in request.content else ""
        body = {"access_token": canary(f"access{number}"), "refresh_token": canary(f"refresh{number}")}
        return httpx.Response(200, json={**body, "expires_in": 3600})


class Tracer:
    """Stands in for OpenTelemetry, and keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.trace = SimpleNamespace(
            get_tracer=lambda *_: self,
            SpanKind=SimpleNamespace(CLIENT="client"),
            StatusCode=SimpleNamespace(ERROR="error"),
        )

    @contextmanager
    def start_as_current_span(self, *told: Any, **more: Any) -> Iterator[Any]:
        self.told.append((told, more))
        keep = lambda *told: self.told.append(told)  # noqa: E731
        yield SimpleNamespace(set_attribute=keep, set_status=keep)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "canary_clients", CONNECTOR, ACTIONS) as made:
        yield made


def _shown_by(error: BaseException) -> Iterator[str]:
    yield from (str(error), repr(error), repr(vars(error)), repr(error.args))
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    while trace is not None:
        yield "".join(line for line in trace.format_exception_only())
        ours = [frame for frame in trace.stack if "connectory_runtime" in frame.filename]
        # What a caller passes as a parameter stands in the frames of the caller too.
        yield re.sub(r"'(?:pin|note)': '[^']*'", "", repr([frame.locals for frame in ours]))
        trace = trace.__cause__ or trace.__context__


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(kind, outcome) for kind in KINDS for outcome in OUTCOMES if outcome.where == "api" or kind in TOKEN_KINDS],
    ids=str,
)
@pytest.mark.parametrize("driver", ["sync", "async"])
def test_nothing_that_is_kept_holds_a_secret(
    acme: Compiled,
    kind: str,
    outcome: Outcome,
    driver: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    tracer, world, shown = Tracer(), World(outcome), list[str]()
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", tracer.trace)
    caplog.set_level(logging.DEBUG)
    watch: Callable[[Any], None] = lambda view: shown.append(repr(view))  # noqa: E731
    recording = tmp_path / "recording.json"
    old = Tokens(canary("access"), canary("refresh"), EPOCH)
    options = {
        **SECRETS,
        "transport": Recorder(recording, httpx.MockTransport(world)),
        "clock": FakeClock(chance=0.0),
        "on_request": watch,
        "on_response": watch,
        "token_store": MemoryStore(old),
    }
    made = acme.module.Acme if driver == "sync" else acme.module.AsyncAcme
    client = made(**options)
    method = getattr(client, f"send_{kind}")
    error: ActionError | None = None
    try:
        if driver == "sync":
            method(place="p", pin=canary("pin"), note=canary("note"))
        else:
            asyncio.run(method(place="p", pin=canary("pin"), note=canary("note")))
    except ActionError as caught:
        error = caught
        shown.extend(_shown_by(caught))
        if not outcome.echo:
            shown.append(pickle.dumps(caught).decode("latin-1"))
    with pytest.raises(TypeError):
        pickle.dumps(client)
    core = client._core
    shown.extend((repr(client), repr(vars(client)), repr(vars(core)), repr(vars(client._sender))))
    plan = core.plan(f"send_{kind}", {"place": "p", "pin": canary("pin")}, None)
    shown.extend((str(plan), repr(plan), plan.as_curl(), repr(tracer.told), caplog.text))
    shown.extend(str(record.__dict__) for record in caplog.records)
    if recording.exists():
        shown.append(recording.read_text())

    whole = "\n".join(shown)
    found = TRACE.search(whole)
    assert found is None, f"«{found.group()}» in {whole[max(0, found.start() - 200) : found.end() + 60]!r}"
    fails = outcome.status != 200 or outcome.failure is not None or outcome.where == "tokens"
    assert (error is not None) == fails, error
    assert any(TRACE.search(text) for text in world.sent)


def test_signing_in_shows_nothing(acme: Compiled, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    world, shown = World(Outcome()), list[str]()
    recording = tmp_path / "recording.json"
    transport = Recorder(recording, httpx.MockTransport(world))
    watch: Callable[[Any], None] = lambda view: shown.append(repr(view))  # noqa: E731
    with acme.module.Acme(**SECRETS, transport=transport, on_request=watch, on_response=watch) as client:
        begun = client.oauth2.begin("http://127.0.0.1:9/back")
        tokens = client.oauth2.finish(begun, f"{begun.redirect_uri}?state={begun.state}&code={quote(canary('code'))}")
        shown.extend((repr(begun), repr(tokens), repr(vars(client.oauth2)), caplog.text, recording.read_text()))
    whole = "\n".join(shown)
    assert TRACE.search(whole) is None
    assert begun.verifier not in whole
    assert begun.state not in whole
    assert quote(canary("code"), safe="") in world.sent[0]
    assert begun.verifier in world.sent[0]


def test_the_search_would_find_them() -> None:
    pair = base64.b64encode(f"{SECRETS['user']}:{SECRETS['password']}".encode()).decode()
    for text in (f"Basic {pair}", quote(SECRETS["key"], safe=""), f"x{SECRETS['token']}x"):
        assert TRACE.search(text)
    assert not TRACE.search("cnry and *** and Y25yeQ==")
