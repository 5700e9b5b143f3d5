"""What comes in place of an announced object or list is an error when it is no answer of the API at all."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from connectory_clients.esputnik import AsyncEsputnik, Esputnik
from connectory_runtime import InvalidResponse

DAMAGED = {
    "a web page": ("text/html; charset=utf-8", b"<html>Sign in to the network</html>", "is a web page"),
    "JSON that ends early": ("application/json", b'{"domain": "shop.exa', "calls itself JSON and is none"),
    "a problem that ends early": ("application/problem+json", b'{"ti', "calls itself JSON and is none"),
}
ODD = {
    "a text": ("text/plain", b"OK", "OK"),
    "nothing": ("application/json", b"", None),
    "JSON that calls itself a page": ("text/html", b'{"domain": "shop.example"}', None),
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
    kind, body, _ = DAMAGED[damaged]
    with pytest.raises(InvalidResponse) as caught:
        Esputnik(api_key="k", transport=answering(kind, body)).add_orders(orders=[ORDER])  # type: ignore[list-item]
    assert caught.value.advice == "look whether it took effect before repeating it"


@pytest.mark.parametrize("odd", ODD)
def test_what_is_merely_odd_is_kept(odd: str) -> None:
    kind, body, kept = ODD[odd]
    client = Esputnik(api_key="k", transport=answering(kind, body))
    answer = client.add_domain(domain="shop.example")
    assert answer == kept or answer.domain == "shop.example"
    assert client.execute("add_domain", {"domain": "shop.example"}).successful
