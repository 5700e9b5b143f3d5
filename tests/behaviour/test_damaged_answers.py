"""What comes in place of an announced object or list is an error when it is no answer of the API at all."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import httpx
import pytest

from connectory_clients.esputnik import AsyncEsputnik, Esputnik
from connectory_clients.esputnik.models import Domain
from connectory_runtime import InvalidResponse

DAMAGED = {
    "a web page": ("text/html; charset=utf-8", b"<html>Sign in to the network</html>", "is a web page"),
    "JSON that ends early": ("application/json", b'{"domain": "shop.exa', "calls itself JSON and is none"),
    "a problem that ends early": ("application/problem+json", b'{"ti', "calls itself JSON and is none"),
}
ODD = {
    "a text": ("text/plain", b"OK", "OK"),
    "nothing": ("application/json", b"", None),
    "JSON that calls itself a page": ("text/html", b'{"domain": "shop.example"}', Domain(domain="shop.example")),
    "a list": ("application/json", b"[]", []),
}
ORDER = {
    "externalOrderId": "o-1",
    "totalCost": 1,
    "status": "DELIVERED",
    "date": "2026-03-01T10:00:00Z",
    "currency": "UAH",
    "email": "olena@example.com",
}
WAYS: dict[str, Callable[[httpx.MockTransport], Any]] = {
    "method": lambda transport: Esputnik(api_key="k", transport=transport).add_domain(domain="shop.example"),
    "async method": lambda transport: asyncio.run(
        AsyncEsputnik(api_key="k", transport=transport).add_domain(domain="shop.example")
    ),
    "raw": lambda transport: _raw(transport).parse(),
    "pages": lambda transport: list(Esputnik(api_key="k", transport=transport).list_broadcasts()),
    "job": lambda transport: Esputnik(api_key="k", transport=transport).import_contacts_file(
        link="https://shop.example/a.csv", dedupe_on="email"
    ),
}


def answering(kind: str, body: bytes) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(200, headers={"content-type": kind}, content=body))


def _raw(transport: httpx.MockTransport) -> Any:
    client = Esputnik(api_key="k", transport=transport)
    return client.raw(client.add_domain, domain="shop.example")


@pytest.mark.parametrize("damaged", DAMAGED)
@pytest.mark.parametrize("way", WAYS)
def test_damage_is_an_error(way: str, damaged: str) -> None:
    kind, body, told = DAMAGED[damaged]
    with pytest.raises(InvalidResponse, match=told) as caught:
        WAYS[way](answering(kind, body))
    assert caught.value.status == 200


@pytest.mark.parametrize("damaged", DAMAGED)
def test_execute_tells_of_damage(damaged: str) -> None:
    kind, body, told = DAMAGED[damaged]
    envelope = Esputnik(api_key="k", transport=answering(kind, body)).execute("add_domain", {"domain": "shop.example"})
    assert not envelope.successful
    assert told in (envelope.error or "")
    assert isinstance(envelope.exception, InvalidResponse)


@pytest.mark.parametrize("damaged", DAMAGED)
def test_items_of_a_damaged_answer_are_unknown(damaged: str) -> None:
    kind, body, told = DAMAGED[damaged]
    answers = iter([("application/json", b'{"failedOrders": []}'), (kind, body)])

    def answer(_: httpx.Request) -> httpx.Response:
        kind, body = next(answers)
        return httpx.Response(200, headers={"content-type": kind}, content=body)

    client = Esputnik(api_key="k", transport=httpx.MockTransport(answer))
    orders: Any = [{**ORDER, "externalOrderId": f"o-{number}"} for number in range(1001)]
    batch = client.add_orders(orders=orders)
    (unknown,) = batch.unknown
    assert len(batch.succeeded) == 1000
    assert isinstance(unknown.exception, InvalidResponse)
    assert told in unknown.exception.summary
    assert unknown.exception.advice == "look whether it took effect before repeating it"


def test_what_an_api_repeats_of_a_credential_is_not_shown() -> None:
    refused = {"order": {"externalOrderId": "o-1"}, "error": "key-4711 may not"}
    answers = httpx.Response(200, headers={"x-request-id": "key-4711"}, json={"failedOrders": [refused]})
    client = Esputnik(api_key="key-4711", transport=httpx.MockTransport(lambda _: answers))
    (failed,) = client.add_orders(orders=cast("Any", [ORDER])).failed
    assert str(failed.exception).count("***") == 2
    assert "key-4711" not in str(failed.exception)


@pytest.mark.parametrize("odd", ODD)
def test_what_is_merely_odd_is_kept(odd: str) -> None:
    kind, body, kept = ODD[odd]
    client = Esputnik(api_key="k", transport=answering(kind, body))
    answer = client.add_domain(domain="shop.example")
    assert answer == kept
    assert client.execute("add_domain", {"domain": "shop.example"}).successful
