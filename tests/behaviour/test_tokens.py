"""Tokens that an action of the connector hands out: from the spec to the server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime import InvalidResponse, MissingCredential, Unauthorized
from connectory_runtime.testing import FakeClock

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1}]
auth:
  session:
    kind: token
    action: create_session
    with: {user: {from: user}, password: {from: password, env: ACME_PASSWORD}, tenant: 7}
    token: $output.data.key
    lifetime: $output.expires_in
  in_query: {kind: token, action: create_session, with: {user: {from: user}, password: {from: password}, tenant: 7},
    token: $response.headers.X-Token, lifetime: 20m, in: query, name: sid}
  in_cookie: {kind: token, action: create_session, with: {user: {from: user}, password: {from: password}, tenant: 7},
    token: $output.data.key, in: cookie, name: sid}
  in_header: {kind: token, action: create_session, with: {user: {from: user}, password: {from: password}, tenant: 7},
    token: $output.data.key, name: X-Session, scheme: Token}
  api_key: {kind: api_key, in: header, name: X-Key, key: {from: api_key}}
  app: {kind: basic, username: acme, password: {from: app_secret}}
  open: {kind: none}
"""
ACTIONS = {
    "create_session": """
effect: write
auth: app
endpoint: POST /sessions
rate: 2/s
input:
  user: {type: string, required: true, secret: true}
  password: {type: string, required: true, secret: true}
  tenant: {type: integer}
output:
  type: object
  properties:
    data: {type: object, properties: {key: {type: string, secret: true}}}
    expires_in: {type: integer}
examples: [{title: In, input: {user: u, password: p}, response: {status: 200, body: {data: {key: k}, expires_in: 9}}}]
""",
    **{
        name: f"""
effect: write
{auth}
endpoint: POST /{name}
output: {{type: string}}
examples: [{{title: One, response: {{status: 200, text: done}}}}]
"""
        for name, auth in {
            "send_order": "",
            "send_query": "auth: in_query",
            "send_cookie": "auth: in_cookie",
            "send_header": "auth: in_header",
            "send_key": "auth: api_key",
            "send_open": "auth: open",
        }.items()
    },
}
CREDENTIALS = {"user": "u-canary-1", "password": "p-canary-2", "api_key": "k-canary-3", "app_secret": "a-canary-4"}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "token_clients", CONNECTOR, ACTIONS) as made:
        yield made


class Api:
    """Hands out numbered tokens, and takes the newest only."""

    def __init__(self, lifetime: Any = 3600, hold: threading.Event | None = None) -> None:
        self.lifetime = lifetime
        self.hold = hold
        self.requests: list[httpx.Request] = []
        self.issued = 0
        self.deny = 0
        self.down = False

    @property
    def sessions(self) -> list[httpx.Request]:
        return [request for request in self.requests if request.url.path == "/v1/sessions"]

    @property
    def calls(self) -> list[httpx.Request]:
        return [request for request in self.requests if request.url.path != "/v1/sessions"]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path == "/v1/sessions":
            if self.hold is not None:
                self.hold.wait(5)
            if self.down:
                return httpx.Response(403, json={"message": "account closed"})
            self.issued += 1
            token = f"t-canary-{self.issued}"
            answer = {"data": {"key": token}, "expires_in": self.lifetime}
            return httpx.Response(200, json=answer, headers={"X-Token": token})
        if self.deny:
            self.deny -= 1
            return httpx.Response(401, json={"message": "token expired"})
        return httpx.Response(200, text="done")


class Handler(httpx.AsyncBaseTransport):
    def __init__(self, api: Api) -> None:
        self.api = api

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return self.api(request)


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, acme: Compiled) -> Any:
    """Calls methods one after the other on one client, and returns the client's last result."""

    def through(api: Api, *methods: str, clock: FakeClock | None = None, wait: float = 0, **options: Any) -> Any:
        still = clock or FakeClock()
        options = {**CREDENTIALS, "clock": still, **options}
        if request.param == "sync":
            with acme.module.Acme(transport=httpx.MockTransport(api), **options) as client:
                for method in methods:
                    result = getattr(client, method)()
                    still.time += wait
                return result

        async def main() -> Any:
            async with acme.module.AsyncAcme(transport=Handler(api), **options) as client:
                for method in methods:
                    result = await getattr(client, method)()
                    still.time += wait
                return result

        return asyncio.run(main())

    return through


def test_a_token_is_asked_for_once_and_sent(run: Any) -> None:
    api = Api()
    assert run(api, "send_order", "send_order") == "done"
    (session,) = api.sessions
    assert session.content == b'{"user":"u-canary-1","password":"p-canary-2","tenant":7}'
    assert session.headers["Authorization"].startswith("Basic ")
    assert [request.headers["Authorization"] for request in api.calls] == ["Bearer t-canary-1"] * 2


def test_every_kind_travels_in_its_own_place(run: Any) -> None:
    api, clock = Api(), FakeClock()
    run(api, "send_query", "send_cookie", "send_header", "send_key", "send_open", clock=clock)
    assert clock.waits == [1.0]  # for the third session: the action that hands out tokens has a limit too
    query, cookie, header, key, unsigned = api.calls
    assert query.url.query == b"sid=t-canary-1"
    assert cookie.headers["Cookie"] == "sid=t-canary-2"
    assert header.headers["X-Session"] == "Token t-canary-3"
    assert key.headers["X-Key"] == "k-canary-3"
    assert not [name for name in unsigned.headers if name in ("authorization", "cookie", "x-key", "x-session")]


@pytest.mark.parametrize(
    ("lifetime", "seconds", "tokens"),
    [
        (3600, 1000, 1),
        (3600, 3575, 2),
        ("3600", 3575, 2),
        (20, 10, 1),
        (20, 16, 2),
        ("2026-01-01T01:00:00Z", 3575, 2),
        ("2026-01-01T01:00:00", 100_000, 1),
        (0, 100_000, 1),
        (-5, 100_000, 1),
        pytest.param(10**400, 100_000, 1, id="absurd"),
        (None, 100_000, 1),
        (True, 100_000, 1),
        ("soon", 100_000, 1),
    ],
)
def test_a_token_is_renewed_before_it_ends(run: Any, lifetime: Any, seconds: float, tokens: int) -> None:
    api = Api(lifetime)
    run(api, "send_order", "send_order", wait=seconds)
    assert len(api.sessions) == tokens


def test_a_refused_token_is_renewed_once_and_the_call_repeated(run: Any) -> None:
    api = Api()
    api.deny = 1
    assert run(api, "send_order", retries=0) == "done"
    assert [request.headers["Authorization"] for request in api.calls] == ["Bearer t-canary-1", "Bearer t-canary-2"]


def test_a_new_token_that_is_refused_too_is_an_error(run: Any) -> None:
    api = Api()
    api.deny = 9
    with pytest.raises(Unauthorized, match="a new token was refused too") as caught:
        run(api, "send_order")
    assert len(api.calls) == len(api.sessions) == 2
    assert "canary" not in str(caught.value)


def test_a_failed_log_in_names_the_action_and_why(run: Any) -> None:
    api = Api()
    api.down = True
    with pytest.raises(Exception, match=r"acme.create_session: .*403(.|\n)*account closed"):
        run(api, "send_order")
    assert not api.calls


def test_an_answer_without_a_token_is_an_error(run: Any) -> None:
    def api(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": {"key": None}})

    with pytest.raises(InvalidResponse, match=r"no token at \$output.data.key"):
        run(api, "send_order")


def test_a_missing_credential_is_named_before_anything_is_sent(run: Any) -> None:
    api = Api()
    with pytest.raises(MissingCredential, match="password is missing"):
        run(api, "send_order", password=None)
    assert not api.requests


def test_fifty_threads_ask_for_one_token(acme: Compiled) -> None:
    hold = threading.Event()
    api = Api(hold=hold)
    with acme.module.Acme(**CREDENTIALS, clock=FakeClock(), transport=httpx.MockTransport(api)) as client:
        threads = [threading.Thread(target=client.send_order) for _ in range(50)]
        for thread in threads:
            thread.start()
        hold.set()
        for thread in threads:
            thread.join()
    assert (len(api.sessions), len(api.calls)) == (1, 50)


def test_fifty_tasks_ask_for_one_token_and_one_may_be_cancelled(acme: Compiled) -> None:
    api = Api()

    async def main() -> list[Any]:
        async with acme.module.AsyncAcme(**CREDENTIALS, clock=FakeClock(), transport=Handler(api)) as client:
            tasks = [asyncio.ensure_future(client.send_order()) for _ in range(50)]
            await asyncio.sleep(0)
            tasks[0].cancel()  # it is this one that asks for the token
            tasks[7].cancel()
            return await asyncio.gather(*tasks, return_exceptions=True)

    results = asyncio.run(main())
    assert [type(result) for result in results].count(asyncio.CancelledError) == 2
    assert results.count("done") == 48
    assert len(api.sessions) == 1


def test_a_blocking_call_never_waits_for_a_task_of_its_own_thread(acme: Compiled) -> None:
    clock, blocked = FakeClock(), list[Exception]()

    class Meddling(Handler):
        """Calls the blocking client while a task asks for the token."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return self.api(request)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path == "/v1/sessions":
                with pytest.raises(RuntimeError, match="same thread") as caught:
                    acme.module.Acme(**CREDENTIALS, clock=clock, transport=self).send_order()
                blocked.append(caught.value)
            return await super().handle_async_request(request)

    class Both(Meddling, httpx.BaseTransport):
        pass

    async def main() -> Any:
        async with acme.module.AsyncAcme(**CREDENTIALS, clock=clock, transport=Both(Api())) as client:
            return await client.send_order()

    assert asyncio.run(main()) == "done"
    assert len(blocked) == 1


def test_whoever_waits_takes_over_from_one_that_breaks_off(acme: Compiled) -> None:
    api, raised = Api(), threading.Event()
    hold = threading.Event()

    def hook(view: Any) -> None:
        if view.action == "create_session" and not raised.is_set():
            raised.set()
            hold.wait(5)
            raise LookupError

    results: list[Any] = []

    def call(client: Any) -> None:
        try:
            results.append(client.send_order())
        except LookupError as error:
            results.append(type(error))

    transport = httpx.MockTransport(api)
    with acme.module.Acme(**CREDENTIALS, clock=FakeClock(), transport=transport, on_request=hook) as client:
        first = threading.Thread(target=call, args=(client,))
        first.start()
        assert raised.wait(5)
        others = [threading.Thread(target=call, args=(client,)) for _ in range(5)]
        for thread in others:
            thread.start()
        hold.set()
        for thread in (first, *others):
            thread.join()
    assert sorted(map(str, results)) == [str(LookupError), *["done"] * 5]
    assert len(api.sessions) == 1


def test_everybody_gets_an_error_of_their_own(acme: Compiled) -> None:
    api = Api()
    api.down = True

    async def main() -> list[Any]:
        async with acme.module.AsyncAcme(**CREDENTIALS, clock=FakeClock(), transport=Handler(api)) as client:
            return await asyncio.gather(*(client.send_order() for _ in range(5)), return_exceptions=True)

    errors = asyncio.run(main())
    assert len(api.sessions) == 1
    assert len({id(error) for error in errors}) == 5
    assert {str(error) for error in errors} == {str(errors[0])}


def test_clients_of_one_credential_share_a_token(acme: Compiled) -> None:
    api, clock = Api(), FakeClock()
    transport = httpx.MockTransport(api)
    first = acme.module.Acme(**CREDENTIALS, clock=clock, transport=transport)
    second = acme.module.Acme(**CREDENTIALS, clock=clock, transport=transport)
    other = acme.module.Acme(**{**CREDENTIALS, "user": "another"}, clock=clock, transport=transport)
    for client in (first, second, other):
        client.send_order()
    assert [request.headers["Authorization"][-1] for request in api.calls] == ["1", "1", "2"]


def test_who_calls_the_action_that_hands_out_the_token_counts_too(acme: Compiled) -> None:
    api, clock = Api(), FakeClock()
    transport = httpx.MockTransport(api)
    options = {"clock": clock, "transport": transport}
    clients = [acme.module.Acme(**{**CREDENTIALS, "app_secret": secret}, **options) for secret in ("one", "two")]
    for client in clients:
        client.send_order()
    assert len(api.sessions) == 2


def test_a_plan_and_its_command_show_no_token(acme: Compiled) -> None:
    client = acme.module.Acme()
    plan = client.plan("send_order")
    assert plan.headers["Authorization"] == "Bearer ***"
    assert '"Authorization: Bearer "' in plan.as_curl().replace("'", '"')
    assert "ACME_ACCESS_TOKEN" in plan.as_curl()
