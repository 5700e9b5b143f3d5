"""What eSputnik takes instead of an API key, against a server that checks each request against the spec."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from connectory.mock import MockServer
from connectory.model import Action, Project, thaw
from connectory_clients.esputnik import Esputnik
from connectory_runtime import MissingCredential
from connectory_runtime.oauth2 import MemoryStore
from connectory_runtime.testing import FakeClock

TAKE_TOKENS = {"generate_event_v1", "generate_past_events_v1", "delete_past_events"}


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds the key of somebody else, which must never be used."""
    monkeypatch.setenv("ESPUTNIK_API_KEY", "somebody-else")
    for name in ("API_TOKEN", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"ESPUTNIK_{name}", raising=False)


@pytest.fixture(scope="module")
def actions(project: Project) -> list[Action]:
    (connector,) = (item for item in project.connectors if item.id == "esputnik")
    return list(connector.actions)


@pytest.fixture
def make(server: MockServer) -> Iterator[Any]:
    with ExitStack() as stack:

        def made(**options: Any) -> Esputnik:
            url = server.url("esputnik")
            token_url = server.token_url("esputnik")
            return stack.enter_context(Esputnik(base_url=url, token_url=token_url, clock=FakeClock(), **options))

        yield made


def first_input(action: Action) -> dict[str, Any]:
    return dict(thaw(action.examples[0].input))


def test_a_token_serves_the_event_calls_alone(make: Any, actions: list[Action]) -> None:
    token = make(api_key="k").generate_api_token()
    client = make(api_token=token)
    served: set[str] = set()
    for action in actions:
        answer = client.execute(action.id, first_input(action))
        if answer.successful:
            served.add(action.id)
        else:
            assert isinstance(answer.exception, MissingCredential), action.id
            assert "pass api_key= to the client (ESPUTNIK_API_KEY does not count" in (answer.exception.advice or "")
    assert served == TAKE_TOKENS | {action.id for action in actions if _takes_nothing(action)}


def test_an_app_calls_what_takes_a_key_for_the_person_who_signed_in(
    make: Any, actions: list[Action], server: MockServer
) -> None:
    store = MemoryStore()
    app = {"client_id": "app", "client_secret": "s", "token_store": store}
    client = make(**app)
    with pytest.raises(MissingCredential, match="nobody has signed in"):
        client.get_version()
    begun = client.oauth2.begin("https://app.example/callback")
    assert begun.url.startswith("https://uaa.yespo.io/uaa/oauth/authorize?")
    page = httpx.get(f"{server.url('esputnik')}/-/authorize?{begun.url.partition('?')[2]}")
    client.oauth2.finish(begun, page.headers["Location"])
    later = make(**app)
    refused = {action.id for action in actions if not later.execute(action.id, first_input(action)).successful}
    assert refused == {"generate_api_token", "generate_contact_token"}


def _takes_nothing(action: Action) -> bool:
    return action.auth == ("none",)
