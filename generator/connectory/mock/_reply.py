"""Answers. Each says in the header `X-Connectory-Mock` where it comes from."""

import json
from typing import Any

from connectory.model import ExampleResponse, thaw

from ._message import MockResponse, Pairs

ORIGIN = "X-Connectory-Mock"
_JSON = "application/json"
_TEXT = "text/plain; charset=utf-8"


def json_reply(status: int, value: Any, origin: str, headers: Pairs = ()) -> MockResponse:
    """An answer with a JSON body."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return MockResponse(status, (("Content-Type", _JSON), (ORIGIN, origin), *headers), body)


def text_reply(status: int, text: str, origin: str) -> MockResponse:
    """An answer with a plain text."""
    return media_reply(status, text, _TEXT, origin)


def media_reply(status: int, text: str, media: str, origin: str) -> MockResponse:
    """An answer with a text of some media type."""
    return MockResponse(status, (("Content-Type", media), (ORIGIN, origin)), text.encode())


def example_reply(response: ExampleResponse, headers: Pairs = ()) -> MockResponse:
    """The answer of an example, with further headers where it has none of that name."""
    if response.text is not None:
        media, body = _TEXT, response.text.encode()
    elif response.has_body:
        media, body = _JSON, json.dumps(thaw(response.body), ensure_ascii=False).encode()
    else:
        media, body = None, b""
    own = {name.lower() for name, _ in response.headers}
    added = ((ORIGIN, "example"), *headers, *((("Content-Type", media),) if media else ()))
    return MockResponse(
        response.status, (*response.headers, *(pair for pair in added if pair[0].lower() not in own)), body
    )
