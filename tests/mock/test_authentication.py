"""Credentials are looked for where the action's scheme puts them."""

import base64
import json
from collections.abc import Callable

import pytest

from connectory.mock import MockResponse


def basic(text: str) -> tuple[str, str]:
    return "Authorization", f"Basic {base64.b64encode(text.encode()).decode()}"


ACCEPTED = {
    "basic": ("/v1/orders/7", basic("connectory:anything")),
    "basic with a colon in the key": ("/v1/orders/7", basic("connectory:a:b")),
    "bearer": ("/v1/by_token", ("Authorization", "Bearer t0p")),
    "scheme in lower case": ("/v1/by_token", ("Authorization", "bearer t0p")),
    "header": ("/v1/by_header", ("x-key", "k")),
    "query": ("/v1/by_query?api_key=k", ("Accept", "*/*")),
    "cookie": ("/v1/by_cookie", ("Cookie", "session=k")),
}

DENIED = {
    "nothing": ("/v1/orders/7", ("Accept", "*/*")),
    "another scheme": ("/v1/orders/7", ("Authorization", "Bearer t0p")),
    "no Base64": ("/v1/orders/7", ("Authorization", "Basic a:b")),
    "no colon": ("/v1/orders/7", basic("connectory")),
    "another user name": ("/v1/orders/7", basic("someone:k")),
    "empty key": ("/v1/orders/7", basic("connectory:")),
    "invalid key": ("/v1/orders/7", basic("connectory:invalid")),
    "expired key": ("/v1/orders/7", basic("connectory:expired")),
    "another token than the fixed one": ("/v1/by_token", ("Authorization", "Bearer other")),
    "no token": ("/v1/by_token", ("Authorization", "Bearer ")),
    "no header": ("/v1/by_header", ("X-Other", "k")),
    "empty query": ("/v1/by_query?api_key=", ("Accept", "*/*")),
    "invalid cookie": ("/v1/by_cookie", ("Cookie", "session=invalid")),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(send: Callable[..., MockResponse], case: str) -> None:
    target, header = ACCEPTED[case]
    assert send("GET", target, header, signed=False).status == 200


@pytest.mark.parametrize("case", DENIED)
def test_denied(send: Callable[..., MockResponse], case: str) -> None:
    target, header = DENIED[case]
    response = send("GET", target, header, signed=False)
    assert response.status == 401
    assert dict(response.headers)["X-Connectory-Mock"] == "failure"
    assert json.loads(response.body)["message"]


def test_denial_quotes_no_credential(send: Callable[..., MockResponse]) -> None:
    response = send("GET", "/v1/by_token", ("Authorization", "Bearer c4nary"), signed=False)
    assert b"c4nary" not in response.body
    assert b"t0p" not in response.body


def test_denial_comes_before_other_problems(send: Callable[..., MockResponse]) -> None:
    assert send("GET", "/v1/orders/seven", signed=False).status == 401
