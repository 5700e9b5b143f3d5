"""Answers as they came."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from shop_client import AsyncShop, Shop
from shop_client.models import Item
from shop_testing import CANARY, CREDENTIALS, Api, Shopper
from type_checked import complaints

from connectory_runtime import DeliveryUnknown, InvalidInput, NotFound, Response

FOUND = Api(content=b'{"id": "7", "name": "Cup"}', headers={"X-Request-Id": "r-1", "Content-Type": "application/json"})


def _raw(shopper: Shopper, api: Api, method: str, **arguments: Any) -> Response[Any]:
    return shopper.with_client(api, lambda shop: shop.raw(getattr(shop, method), **arguments))


def test_the_answer_as_it_came(shopper: Shopper) -> None:
    response = _raw(shopper, FOUND, "get_item", item=7)
    assert (response.status, response.content, response.text) == (200, FOUND.content, FOUND.content.decode())
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {"id": "7", "name": "Cup"}
    assert response.request_id == "r-1"
    assert 0 < response.elapsed < 60
    assert repr(response) == "<Response 200, 26 bytes>"
    assert isinstance(response.parse(), Item)


def test_a_refusal_is_returned_and_raised_by_parse(shopper: Shopper) -> None:
    refusal = Api(404, b"no such thing", {"X-Request-Id": f"r-{CANARY}"})
    response = _raw(shopper, refusal, "get_item", item=7)
    assert (response.status, response.text, response.request_id) == (404, "no such thing", "r-***")
    with pytest.raises(ValueError, match="not JSON"):
        response.json()
    with pytest.raises(NotFound, match="no such thing"):
        response.parse()


def test_one_object_stays_one_object(shopper: Shopper) -> None:
    response = _raw(shopper, Api(content=b'{"id": "7", "name": "Cup"}'), "list_items")
    assert response.json() == {"id": "7", "name": "Cup"}
    assert isinstance(response.parse(), list)


def test_no_answer_is_an_error(shopper: Shopper) -> None:
    with pytest.raises(DeliveryUnknown):
        _raw(shopper, Api(failure=httpx.ReadError("gone")), "get_item", item=7)
    api = Api()
    with pytest.raises(InvalidInput):
        _raw(shopper, api, "get_item", item=[])
    assert api.requests == []


def test_options_of_the_call_count(shopper: Shopper) -> None:
    api = Api()
    _raw(shopper, api, "get_item", item=7, options={"headers": {"X-Trace": "t"}})
    assert api.request.headers["X-Trace"] == "t"


def test_only_methods_of_this_client() -> None:
    with Shop(**CREDENTIALS) as shop, Shop(**CREDENTIALS) as other:
        for method in (other.get_item, Shop.get_item, len, shop):
            with pytest.raises(TypeError, match="give a method of this client"):
                shop.raw(method, item=7)  # type: ignore[operator]
        for method in (shop.execute, shop.close):
            with pytest.raises(TypeError, match="is not the method of an action"):
                shop.raw(method)

    async def refused() -> None:
        async with AsyncShop(**CREDENTIALS) as shop:
            with pytest.raises(TypeError, match="is not the method of an action"):
                await shop.raw(shop.execute, "x")

    asyncio.run(refused())


TYPED = """
from typing import assert_type
from connectory_runtime import Response
from connectory_clients.esputnik import AsyncEsputnik, Esputnik
from connectory_clients.esputnik.models import Domain

def typed(client: Esputnik) -> None:
    assert_type(client.raw(client.add_domain, domain="shop.example"), Response[Domain])
    assert_type(client.raw(client.add_domain, domain="shop.example").parse(), Domain)

async def awaited(client: AsyncEsputnik) -> None:
    assert_type(await client.raw(client.add_domain, domain="shop.example"), Response[Domain])

def wrong(client: Esputnik) -> None:
    client.raw(client.add_domain, domian="shop.example")
"""


def test_type_checkers_know_arguments_and_result(tmp_path: Path) -> None:
    (complaint,) = complaints(tmp_path, TYPED)
    assert 'Unexpected keyword argument "domian"' in complaint


def test_a_list_in_pages_has_no_single_answer() -> None:
    from connectory_clients.spoki import Spoki

    with Spoki(api_key="x") as spoki, pytest.raises(TypeError, match="answers in pages"):
        spoki.raw(spoki.list_tags)
