"""OAuth 2.0 against a server on loopback: for programs and for people."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from compiled import Compiled, compiled
from identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, identity_provider

from connectory_runtime import (
    BadRequest,
    InvalidResponse,
    MissingCredential,
    Rejected,
    ServerError,
    SignInFailed,
    TimedOut,
    Unauthorized,
)
from connectory_runtime.oauth2 import MemoryStore, SignInBegun, Tokens
from connectory_runtime.testing import FakeClock

EPOCH = FakeClock().now()

IDS = "client_id: {from: client_id, env: ACME_ID}, client_secret: {from: client_secret, env: ACME_SECRET}"
CONNECTOR = f"""
title: Acme
summary: A shop in a box.
servers: [{{url: https://api.example.com}}]
auth:
  program: {{kind: oauth2, grant: client_credentials, token_url: https://id.example.com/token, {IDS},
    scopes: [orders.read, orders.write], parameters: {{audience: shop}}}}
  in_body: {{kind: oauth2, grant: client_credentials, token_url: https://id.example.com/token, {IDS},
    client_auth: body}}
  public: {{kind: oauth2, grant: client_credentials, token_url: https://id.example.com/token,
    client_id: {{from: client_id, env: ACME_ID}}}}
  person: {{kind: oauth2, grant: authorization_code, authorize_url: https://id.example.com/agree,
    token_url: https://id.example.com/token, {IDS}, scopes: [orders.read], parameters: {{prompt: consent}}}}
"""
ACTIONS = {
    f"send_{name}": f"""
effect: send
auth: {name}
endpoint: POST /{name}
output: {{type: string}}
examples: [{{title: One, response: {{status: 200, text: done}}}}]
"""
    for name in ("program", "in_body", "public", "person")
} | {
    "send_note": """
effect: send
auth: person
endpoint: POST /notes
input: {to: {type: string, required: true}}
output: {type: string}
examples: [{title: One, input: {to: a}, response: {status: 200, text: done}}]
""",
    "send_notes": """
effect: send
input: {to: {type: array, items: {type: string}, required: true}}
each: {over: to, as: to, action: send_note}
examples: [{title: One, input: {to: [a]}, response: {status: 200, body: []}}]
""",
    "send_list": """
effect: send
auth: person
endpoint: POST /lists
input: {to: {type: array, items: {type: string}, required: true}}
batch: {over: to, size: 1}
output: {type: object}
examples: [{title: One, input: {to: [a]}, response: {status: 200, body: {}}}]
""",
}
CALLBACK = "http://127.0.0.1:9/callback"


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "oauth2_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.fixture
def provider() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


class AsyncStore:
    """A store that is awaited."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self.inner = MemoryStore(tokens)

    async def load(self) -> Tokens | None:
        await asyncio.sleep(0)
        return self.inner.load()

    async def save(self, tokens: Tokens) -> None:
        await asyncio.sleep(0)
        self.inner.save(tokens)


class Caller:
    """Calls through the sync or the async client."""

    def __init__(self, driver: str, acme: Compiled, provider: Provider) -> None:
        self.driver, self.acme, self.provider = driver, acme, provider
        self.clock = FakeClock()

    def client(self, **options: Any) -> Any:
        made = self.acme.module.Acme if self.driver == "sync" else self.acme.module.AsyncAcme
        credentials = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        url = self.provider.url
        return made(**{**credentials, "base_url": url, "token_url": f"{url}/token", "clock": self.clock, **options})

    def store(self, tokens: Tokens | None = None) -> Any:
        return MemoryStore(tokens) if self.driver == "sync" else AsyncStore(tokens)

    def run(self, client: Any, *uses: Any) -> Any:
        """Use the client, one use after the other, and close it."""
        if self.driver == "sync":
            with client:
                return [use(client) for use in uses][-1]

        async def main() -> Any:
            async with client:
                return [await use(client) for use in uses][-1]

        return asyncio.run(main())

    def sign_in(self, client: Any) -> Any:
        begun = client.oauth2.begin(CALLBACK)
        return client.oauth2.finish(begun, self.provider.agree(begun.url))

    def wait(self, seconds: float) -> Any:
        async def later(_: Any) -> None:
            self.clock.time += seconds

        def now(_: Any) -> None:
            self.clock.time += seconds

        return now if self.driver == "sync" else later


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, acme: Compiled, provider: Provider) -> Caller:
    return Caller(request.param, acme, provider)


def test_a_program_gets_one_token(caller: Caller, provider: Provider) -> None:
    assert caller.run(caller.client(), lambda it: it.send_program(), lambda it: it.send_program()) == "done"
    ((form, headers),) = provider.asked
    assert form == {"grant_type": "client_credentials", "scope": "orders.read orders.write", "audience": "shop"}
    assert headers["authorization"].startswith("Basic ")
    assert provider.called == ["Bearer canary-token-1"] * 2


def test_the_secret_may_go_into_the_body(caller: Caller, provider: Provider) -> None:
    caller.run(caller.client(), lambda it: it.send_in_body())
    ((form, headers),) = provider.asked
    assert form == {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    assert "authorization" not in headers


def test_a_client_without_a_secret_says_its_id(caller: Caller, provider: Provider) -> None:
    provider.secret_needed = False
    assert caller.run(caller.client(client_secret=None), lambda it: it.send_public()) == "done"


def test_a_token_is_renewed_before_it_ends_and_when_it_is_refused(caller: Caller, provider: Provider) -> None:
    def forget(_: Any) -> Any:
        provider.good.clear()
        return caller.wait(0)(_)

    send = lambda it: it.send_program()  # noqa: E731
    assert caller.run(caller.client(), send, caller.wait(3575), send, forget, send) == "done"
    assert [header[-1] for header in provider.called] == ["1", "2", "2", "3"]


def test_a_person_signs_in_and_stays_signed_in(caller: Caller, provider: Provider) -> None:
    store = caller.store()
    send = lambda it: it.send_person()  # noqa: E731
    client = caller.client(token_store=store)
    assert caller.run(client, caller.sign_in, send, caller.wait(3600), send, caller.wait(3600), send) == "done"
    forms = [form for form, _ in provider.asked]
    assert [form["grant_type"] for form in forms] == ["authorization_code", "refresh_token", "refresh_token"]
    assert [form.get("refresh_token") for form in forms[1:]] == ["canary-refresh-2", "canary-refresh-3"]
    inner = store if caller.driver == "sync" else store.inner
    assert inner.load().refresh_token == "canary-refresh-4"
    assert inner.load().scopes == ("orders.read",)
    # Another client, such as the same program a day later, goes on from the store.
    assert caller.run(caller.client(token_store=store), send) == "done"


def test_a_refresh_token_that_is_not_rotated_stays(caller: Caller, provider: Provider) -> None:
    provider.rotates = False
    store = caller.store()
    send = lambda it: it.send_person()  # noqa: E731
    provider.refresh.add("canary-refresh-2")
    caller.run(caller.client(token_store=store), caller.sign_in, caller.wait(3600), send, caller.wait(3600), send)
    assert [form.get("refresh_token") for form, _ in provider.asked][1:] == ["canary-refresh-2"] * 2


def test_new_tokens_are_saved_before_they_are_used(caller: Caller, provider: Provider) -> None:
    class Full(MemoryStore):
        def save(self, tokens: Tokens) -> None:
            raise OSError("disk full")

    provider.refresh.add("r")
    old = Tokens("old", "r", EPOCH - timedelta(seconds=1))
    with pytest.raises(OSError, match="disk full"):
        caller.run(caller.client(token_store=Full(old)), lambda it: it.send_person())
    assert provider.called == []


def test_nobody_has_signed_in(caller: Caller, provider: Provider) -> None:
    with pytest.raises(MissingCredential, match=r"nobody has signed in(.|\n)*oauth2.begin"):
        caller.run(caller.client(), lambda it: it.send_person())
    ended = Tokens("old", None, EPOCH - timedelta(seconds=1))
    with pytest.raises(MissingCredential, match="the sign-in has ended"):
        caller.run(caller.client(token_store=caller.store(ended)), lambda it: it.send_person())
    assert provider.requests == []


def test_a_sign_in_that_was_withdrawn_says_what_to_do(caller: Caller) -> None:
    store = caller.store(Tokens("old", "canary-gone", EPOCH - timedelta(seconds=1)))
    with pytest.raises(Unauthorized, match=r"sign in again") as caught:
        caller.run(caller.client(token_store=store), lambda it: it.send_person())
    assert caught.value.code == "invalid_grant"
    assert "canary" not in str(caught.value)


def test_a_wrong_client_says_so(caller: Caller) -> None:
    with pytest.raises(Unauthorized, match="check the id and the secret") as caught:
        caller.run(caller.client(client_secret="wrong-canary"), lambda it: it.send_in_body())
    assert "wrong-canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b'{"error": "invalid_grant"}', Unauthorized),
        (200, b"{", InvalidResponse),
        (200, b"[]", InvalidResponse),
        (200, b"null", InvalidResponse),
        (200, b"7", InvalidResponse),
        (200, b'{"access_token": 7}', InvalidResponse),
        (200, b'{"access_token": ""}', InvalidResponse),
        (200, b'{"access_token": "a\\nb"}', InvalidResponse),
        (200, b'{"access_token": "x", "refresh_token": []}', InvalidResponse),
        (200, b'{"token_type": "Bearer"}', InvalidResponse),
        (200, b"x" * 1000, InvalidResponse),
        (302, b"", Rejected),
        (400, b'{"error": "invalid_scope", "error_description": "no"}', BadRequest),
        (400, b"<html>", BadRequest),
        (500, b"", ServerError),
    ],
)
def test_bad_answers_are_errors_of_the_tree(
    caller: Caller, provider: Provider, status: int, body: bytes, error: type[Exception]
) -> None:
    provider.answers = [(status, body)] * 3
    with pytest.raises(error):
        caller.run(caller.client(retries=0), lambda it: it.send_program())
    assert provider.called == []


@pytest.mark.parametrize("lifetime", ["null", "0", "-1", '"3600"', '"x"', "1e309", "[]", "3600.5", "true"])
def test_odd_lifetimes_do_no_harm(caller: Caller, provider: Provider, lifetime: str) -> None:
    provider.good.add("x")
    provider.answers = [(200, f'{{"access_token": "x", "expires_in": {lifetime}}}'.encode())]
    assert caller.run(caller.client(), lambda it: it.send_program()) == "done"


def test_a_slow_server_is_a_time_out(caller: Caller, provider: Provider) -> None:
    provider.hold = threading.Event()
    with pytest.raises(TimedOut):
        caller.run(caller.client(timeout=0.1, retries=0), lambda it: it.send_program())
    provider.hold.set()


def test_the_page_asks_for_what_the_spec_says(caller: Caller) -> None:
    begun = caller.client().oauth2.begin(CALLBACK)
    parts = urlsplit(begun.url)
    query = {name: value for name, (value,) in parse_qs(parts.query).items()}
    assert (parts.netloc, parts.path) == ("id.example.com", "/agree")
    assert query.pop("state") == begun.state
    assert len(query.pop("code_challenge")) == 43
    assert query == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "scope": "orders.read",
        "prompt": "consent",
        "code_challenge_method": "S256",
    }
    assert SignInBegun.from_dict(json.loads(json.dumps(begun.to_dict()))) == begun
    assert begun.state not in repr(begun)
    with pytest.raises(TypeError):
        pickle.dumps(begun)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("?code=c&state=other", "`state` is another"),
        ("?code=c", "`state` is another"),
        ("?code=c&state=STATE&state=STATE", "`state` is another"),
        ("?state=STATE", "no code"),
        ("?code=a&code=b&state=STATE", "no code"),
        ("?error=access_denied&error_description=Go+away%0aSTATE&state=STATE", r"said no(.|\n)*Go away \*\*\*"),
        ("?error=canary&state=STATE", "the server refused"),
    ],
)
def test_answers_that_are_none(caller: Caller, provider: Provider, answer: str, told: str) -> None:
    def finish(client: Any) -> Any:
        begun = client.oauth2.begin(CALLBACK)
        return client.oauth2.finish(begun, CALLBACK + answer.replace("STATE", begun.state))

    with pytest.raises(SignInFailed, match=told):
        caller.run(caller.client(), finish)
    assert provider.requests == []


def test_a_code_works_once_and_with_its_verifier(caller: Caller, provider: Provider) -> None:
    def twice(client: Any) -> Any:
        begun = client.oauth2.begin(CALLBACK)
        back = provider.agree(begun.url)
        finish = client.oauth2.finish
        if caller.driver == "sync":
            finish(begun, back)
            return finish(begun, back)

        async def both() -> Any:
            await finish(begun, back)
            return await finish(begun, back)

        return both()

    with pytest.raises(Unauthorized, match="no such code") as caught:
        caller.run(caller.client(), twice)
    assert "canary-code" not in str(caught.value)

    def stolen(client: Any) -> Any:
        begun = client.oauth2.begin(CALLBACK)
        other = client.oauth2.begin(CALLBACK)
        back = provider.agree(begun.url).replace(begun.state, other.state)
        return client.oauth2.finish(other, back)

    with pytest.raises(Unauthorized):
        caller.run(caller.client(), stolen)


@pytest.mark.parametrize("address", ["http://shop.example/callback", "callback", "https://shop.example/#x"])
def test_what_comes_back_must_stay_private(acme: Compiled, address: str) -> None:
    with pytest.raises(ValueError, match="redirect_uri"):
        acme.module.Acme(client_id="i", client_secret="s").oauth2.begin(address)


@pytest.mark.parametrize(
    "url", ["http://id.example/token", "id.example", "https://u@id.example/t", "https://id.example/?a"]
)
def test_the_secret_goes_to_no_odd_address(acme: Compiled, url: str) -> None:
    with pytest.raises(ValueError, match="token_url"):
        acme.module.Acme(client_id="i", client_secret="s", token_url=url).send_program()


def test_fifty_threads_renew_once(acme: Compiled, provider: Provider) -> None:
    provider.hold, provider.refresh = threading.Event(), {"r"}
    caller = Caller("sync", acme, provider)
    store = MemoryStore(Tokens("old", "r", EPOCH - timedelta(seconds=1)))
    with caller.client(token_store=store) as first, caller.client(token_store=store) as second:
        threads = [threading.Thread(target=(first, second)[n % 2].send_person) for n in range(50)]
        for thread in threads:
            thread.start()
        provider.hold.set()
        for thread in threads:
            thread.join()
    assert (len(provider.asked), len(provider.called)) == (1, 50)
    assert not provider.spent - {"r"}


def test_threads_and_tasks_renew_once_together(acme: Compiled, provider: Provider) -> None:
    provider.hold, provider.refresh = threading.Event(), {"r"}
    store = MemoryStore(Tokens("old", "r", EPOCH - timedelta(seconds=1)))
    sync, awaited = Caller("sync", acme, provider), Caller("async", acme, provider)

    async def main() -> list[str]:
        async with awaited.client(token_store=store) as client:
            calls = [client.send_person() for _ in range(5)]
            with sync.client(token_store=store) as blocking:
                threads = [asyncio.to_thread(blocking.send_person) for _ in range(5)]
                asyncio.get_running_loop().call_later(0.05, provider.hold.set)
                return await asyncio.gather(*calls, *threads)

    assert asyncio.run(main()) == ["done"] * 10
    assert len(provider.asked) == 1


@pytest.mark.parametrize("action", ["send_notes", "send_list"])
def test_what_was_sent_before_a_sign_in_ended_is_told(action: str, acme: Compiled) -> None:
    """Nobody can renew these tokens, and the API stops taking them after the first request."""
    requests: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request.content.decode())
        return httpx.Response(200, json={}) if len(requests) == 1 else httpx.Response(401, json={})

    store, names = MemoryStore(Tokens("p")), ["a", "b", "c", "d"]
    transport = httpx.MockTransport(answer)
    with acme.module.Acme(client_id="c", client_secret="s", token_store=store, transport=transport) as client:
        envelope = client.execute(action, {"to": names})
    assert not envelope.successful
    told = envelope.data if action == "send_notes" else envelope.extras["batch"]["parts"]
    assert [row["successful"] for row in told] == [True, False, False, False]
    assert len(requests) == 2, "what is refused for all is not tried for each"


def test_nothing_is_sent_without_a_sign_in(acme: Compiled) -> None:
    with acme.module.Acme(client_id="c", client_secret="s") as client:
        for action in ("send_notes", "send_list"):
            with pytest.raises(MissingCredential, match="nobody has signed in"):
                getattr(client, action)(to=["a", "b"])


def test_tokens_show_nothing_unless_asked() -> None:
    tokens = Tokens("canary-a", "canary-r", EPOCH, ("x",))
    assert "canary" not in f"{tokens} {tokens!r} {[tokens]}"
    with pytest.raises(TypeError):
        pickle.dumps(tokens)
    assert Tokens.from_dict(json.loads(json.dumps(tokens.to_dict()))) == tokens
    assert Tokens.from_dict(Tokens("a").to_dict()) == Tokens("a")


def test_a_connector_without_people_has_no_sign_in() -> None:
    from connectory_clients.spoki import Spoki

    with pytest.raises(TypeError, match="nobody signs in"):
        _ = Spoki(api_key="k").oauth2


def test_without_the_extra_its_name_is_told(acme: Compiled) -> None:
    script = (
        "import sys; sys.modules['oauthlib'] = None; sys.modules['oauthlib.oauth2'] = None\n"
        f"sys.path.insert(0, {str(acme.module.__path__[0]).rpartition('/oauth2_clients')[0]!r})\n"
        "from oauth2_clients.acme import Acme\n"
        "try: Acme(client_id='i', client_secret='s').send_program()\n"
        "except ImportError as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "connectory[oauth2]" in told
