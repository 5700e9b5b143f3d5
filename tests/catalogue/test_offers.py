"""Every action of every catalogue in `coverage.yaml` works under the name that it has there, in any spelling."""

import asyncio
import importlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from connectory.mock import Exchange, MockServer
from connectory.model import Action, Connector, Example, Offer, Project, thaw
from connectory.naming import fold_identifier, pascal_case
from connectory_runtime.testing import FakeClock

COUNTS = {
    ("esputnik", "composio"): 89,
    ("esputnik", "snow"): 10,
    ("esputnik", "membrane"): 16,
    ("esputnik", "metorial"): 17,
    ("spoki", "composio"): 62,
}


def _client(connector: str, prefix: str = "") -> Any:
    found = getattr(importlib.import_module(f"connectory_clients.{connector}"), prefix + pascal_case(connector))
    return partial(found, api_key="key", clock=FakeClock())


def _offers(project: Project) -> Iterator[tuple[Connector, str, Offer, Action]]:
    for connector in project.connectors:
        assert connector.coverage is not None
        for catalogue in connector.coverage.catalogues:
            ours = {
                fold_identifier(alias.id): action
                for action in connector.actions
                for alias in action.aliases
                if alias.catalogue == catalogue.id
            }
            yield from ((connector, catalogue.id, offer, ours[fold_identifier(offer.id)]) for offer in catalogue.offers)


def _successes(action: Action) -> tuple[Example, ...]:
    return tuple(example for example in action.examples if 200 <= example.response.status < 300)


def _spellings(identifier: str) -> set[str]:
    words = fold_identifier(identifier).split("_")
    return {identifier, "_".join(words), "-".join(words), " ".join(words).title(), "_".join(words).upper()}


def test_all_are_listed(project: Project) -> None:
    listed: dict[tuple[str, str], int] = {}
    for connector, catalogue, _, _ in _offers(project):
        listed[connector.id, catalogue] = listed.get((connector.id, catalogue), 0) + 1
    assert listed == COUNTS


def test_every_identifier_works_in_any_spelling(project: Project, server: MockServer) -> None:
    for connector in project.connectors:
        with _client(connector.id)(base_url=server.url(connector.id)) as client:
            for owner, _, offer, action in _offers(project):
                if owner is connector:
                    (example, *_) = _successes(action)
                    for spelling in _spellings(offer.id):
                        envelope = client.execute(spelling, thaw(example.input))
                        assert envelope.successful, (spelling, envelope.error)


def test_every_identifier_works_async(project: Project, server: MockServer) -> None:
    async def run(connector: Connector) -> None:
        async with _client(connector.id, "Async")(base_url=server.url(connector.id)) as client:
            for owner, _, offer, action in _offers(project):
                if owner is connector:
                    for example in _successes(action):
                        envelope = await client.execute(offer.id, thaw(example.input))
                        assert envelope.successful, (offer.id, envelope.error)

    for connector in project.connectors:
        asyncio.run(run(connector))


CHANNELS = [{"type": "email", "value": "olena@example.com"}]
MAIL = {"from": "a@b.example", "subject": "Hi", "htmlText": "<p>Hi</p>"}

# identifier, input, the requests that must go out: method, path, query, body
CALLS: list[tuple[str, dict[str, Any], list[tuple[str, str, str, Any]]]] = [
    ("delete_contact", {"id": 7}, [("DELETE", "/v1/contact/7", "", None)]),
    ("delete_contact", {"externalCustomerId": "c-1"}, [("DELETE", "/v1/contact", "externalCustomerId=c-1", None)]),
    ("delete-contact", {"id": 7}, [("DELETE", "/v1/contact/7", "", None)]),
    (
        "delete_orders",
        {"externalOrderIds": ["a", "b"]},
        [("DELETE", "/v1/orders", "externalOrderId=a", None), ("DELETE", "/v1/orders", "externalOrderId=b", None)],
    ),
    ("get_account_info", {}, [("GET", "/v1/account/info", "", None), ("GET", "/v1/balance", "", None)]),
    (
        "update_segment_membership",
        {"segmentId": 7, "action": "detach", "externalCustomerIds": ["c-1"]},
        [("POST", "/v1/group/7/contacts/detach", "", {"externalCustomerIds": ["c-1"]})],
    ),
    (
        "manage_unsubscribes",
        {"action": "resubscribe", "emails": ["a@b.example"]},
        [("POST", "/v1/emails/unsubscribed/delete", "", {"emails": ["a@b.example"]})],
    ),
    (
        "send_email",
        {**MAIL, "to": "olena@example.com", "replyTo": "b@b.example"},
        [
            (
                "POST",
                "/v1/message/email",
                "",
                {"from": "a@b.example", "subject": "Hi", "htmlText": "<p>Hi</p>", "emails": ["olena@example.com"]},
            )
        ],
    ),
    (
        "send_sms",
        {"phoneNumber": "380000000001", "from": "Shop", "text": "Hi"},
        [("POST", "/v1/message/sms", "", {"phoneNumbers": ["380000000001"], "from": "Shop", "text": "Hi"})],
    ),
    (
        "send_sms",
        {"phoneNumber": "380000000001", "messageId": 7},
        [("POST", "/v1/message/7/smartsend", "", {"recipients": [{"locator": "380000000001"}], "email": False})],
    ),
    (
        "generate_event",
        {"eventTypeKey": "paid", "params": {"email": "a@b.example", "more": [1]}},
        [("POST", "/v3/event", "", {"eventTypeKey": "paid", "params": {"email": "a@b.example", "more": [1]}})],
    ),
    ("get_message_status", {"ids": ["a", "b"]}, [("GET", "/v1/message/status", "ids=a%2Cb", None)]),
    ("upsert_contact", {"channels": CHANNELS}, [("POST", "/v1/contact", "", {"channels": CHANNELS})]),
    ("search_contacts", {"lastname": "P"}, [("GET", "/v1/contacts", "lastname=P", None)]),
    ("get_segment_contacts", {"segmentId": 7}, [("GET", "/v1/group/7/contacts", "", None)]),
    ("Create API Token", {}, [("POST", "/v1/auth/token", "", None)]),
]


@pytest.mark.parametrize(
    ("identifier", "given", "wanted"), CALLS, ids=[f"{call[0]}-{i}" for i, call in enumerate(CALLS)]
)
def test_what_goes_out(project: Project, identifier: str, given: Any, wanted: list[tuple[str, str, str, Any]]) -> None:
    seen: list[Exchange] = []
    with (
        MockServer(project, record=seen.append) as server,
        _client("esputnik")(base_url=server.url("esputnik")) as client,
    ):
        client.execute(identifier, given)
    assert [
        (item.method, item.path.removeprefix("/esputnik"), item.query, json.loads(item.body) if item.body else None)
        for item in (exchange.request for exchange in seen)
    ] == wanted


@pytest.mark.parametrize("action", ["attach", "detach"])
def test_a_segment_is_never_emptied_by_accident(project: Project, server: MockServer, action: str) -> None:
    with _client("esputnik")(base_url=server.url("esputnik")) as client:
        for more in ({}, {"contactIds": []}, {"externalCustomerIds": []}):
            envelope = client.execute("update_segment_membership", {"segmentId": 7, "action": action, **more})
            assert type(envelope.exception).__name__ == "InvalidInput"
