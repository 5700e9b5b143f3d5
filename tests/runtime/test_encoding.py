"""Whatever text goes into a path or query comes out of it again, and nothing else changes."""

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
from hypothesis import given
from hypothesis import strategies as st
from shop_client.actions import items

from connectory_runtime import InvalidInput
from connectory_runtime._auth import Authentication
from connectory_runtime._input import InputCheck
from connectory_runtime._path import problem_of
from connectory_runtime._request import RequestBuilder

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
tricky = st.text("./\\%2eEfF5Cc\n é", max_size=12)


def _url(action: Any, values: dict[str, Any]) -> str:
    checks = InputCheck(action)
    builder = RequestBuilder(action, "https://shop.example/api", Authentication(), checks.invalid)
    return builder.build(checks.check(values), {}).url


@given(texts | tricky)
def test_path(text: str) -> None:
    try:
        url = _url(items.GET_ITEM, {"item": text})
    except InvalidInput:
        assert problem_of(text) is not None
        return
    prefix = "https://shop.example/api/v1/items/"
    assert url.startswith(prefix)
    assert "/" not in url.removeprefix(prefix)
    assert unquote(url.removeprefix(prefix)) == text
    # A client or server that resolves dots or decodes once more still finds itself below the prefix.
    assert str(httpx.URL(url)).startswith(prefix)
    assert not {".", ".."}.intersection(unquote(unquote(url)).replace("\\", "/").split("/"))


@given(texts, st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_query(text: str, price: float) -> None:
    url = _url(items.SEARCH, {"text": text, "price": price})
    assert httpx.URL(url).raw_path.decode() == url.removeprefix("https://shop.example")
    pairs = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True))
    assert pairs["q"] == text
    assert json.loads(pairs["price"]) == price


@given(st.lists(texts, max_size=4))
def test_lists_in_a_query(tags: list[str]) -> None:
    query = urlsplit(_url(items.SEARCH, {"tags": tags})).query
    assert parse_qsl(query, keep_blank_values=True) == [("tag", tag) for tag in tags]
