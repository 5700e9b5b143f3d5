"""Lists in pages of every kind: from the spec to what a caller iterates over, against servers on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from threading import Thread
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from paging_api import PagingApi

from connectory.mock import MockServer
from connectory.model import Action
from connectory_runtime import AsyncPages, Pages

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
pagination:
  rows: {kind: offset, offset: start, limit: size, first: 1, max: 4}
  numbers: {kind: page, page: number, limit: size, items: $response.json.found, total: $response.json.meta.total}
  cursors: {kind: cursor, cursor: after, limit: size, items: $response.json.found, next: $response.json.next, end: [""]}
  addresses: {kind: next-url, items: $response.json.found, next: $response.json.links.next}
  links: {kind: link-header}
"""
ENVELOPE = """
output:
  properties:
    found: {type: array, items: {properties: {id: {type: integer}}}}
    next: {type: string}
    links: {properties: {next: {type: string}}}
    meta: {properties: {total: {type: integer}}}
"""
BARE = "output: {type: array, items: {properties: {id: {type: integer}}}}\n"
FIVE = [{"id": number} for number in range(5)]


def listing(place: str, pagination: str, output: str, body: object) -> str:
    return f"""
effect: read
endpoint: GET /{pagination}
input: {{size: {{type: integer}}{place}}}
pagination: {pagination}
{output}
examples: [{{title: All, response: {{status: 200, body: {body}}}}}]
"""


ACTIONS = {
    "list_rows": listing(", start: {type: integer}", "rows", BARE, FIVE),
    "list_numbers": listing(", number: {type: integer}", "numbers", ENVELOPE, {"found": FIVE, "meta": {"total": 5}}),
    "list_cursors": listing(", after: {type: string}", "cursors", ENVELOPE, {"found": FIVE}),
    "list_addresses": listing("", "addresses", ENVELOPE, {"found": FIVE}),
    "list_links": listing("", "links", BARE, FIVE),
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "paging_clients", CONNECTOR, ACTIONS) as made:
        yield made


def action_of(acme: Compiled, name: str) -> Action:
    return next(action for action in acme.project.connectors[0].actions if action.id == name)


@contextmanager
def serving(api: PagingApi) -> Iterator[str]:
    """The API behind a socket; the value is its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = api(httpx.Request("GET", f"http://{self.headers['Host']}{self.path}"))
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class Lister:
    """Iterates with one of the clients."""

    def __init__(self, acme: Compiled, driver: str) -> None:
        self._module = acme.module
        self._driver = driver

    def __call__(self, url: str, name: str, how: str = "items", /, stop: int | None = None, **keywords: Any) -> Any:
        """What comes, as a list. `stop` ends the iteration after so many."""
        arguments = keywords.pop("arguments", {})
        if self._driver == "async":
            return asyncio.run(self._later(url, name, how, stop, arguments, keywords))
        with self._module.Acme(api_key="k", base_url=url) as client:
            found = getattr(client, name)(**arguments)
            assert type(found) is Pages
            return list(islice(getattr(found, how)(**keywords), stop))

    async def _later(self, url: str, name: str, how: str, stop: int | None, arguments: Any, keywords: Any) -> Any:
        came: list[Any] = []
        async with self._module.AsyncAcme(api_key="k", base_url=url) as client:
            found = getattr(client, name)(**arguments)
            assert type(found) is AsyncPages
            async for one in getattr(found, how)(**keywords):
                came.append(one)
                if len(came) == stop:
                    break
        return came


@pytest.fixture(params=["sync", "async"])
def lister(acme: Compiled, request: pytest.FixtureRequest) -> Lister:
    return Lister(acme, request.param)


@pytest.mark.parametrize("name", ACTIONS)
def test_items_and_pages(acme: Compiled, lister: Lister, name: str) -> None:
    api = PagingApi(action_of(acme, name), {}, count=9, size=4)
    with serving(api) as url:
        assert [item.id for item in lister(url, name)] == list(range(9))
        pages = lister(url, name, "pages")
        assert [[item.id for item in page.items] for page in pages] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
        assert [page.resume is None for page in pages] == [False, False, True]
        assert {page.total for page in pages} == {9 if name == "list_numbers" else None}
        assert api.asked == [0, 4, 8] * 2


@pytest.mark.parametrize("name", ACTIONS)
def test_limits_and_tokens(acme: Compiled, lister: Lister, name: str) -> None:
    api = PagingApi(action_of(acme, name), {}, count=9, size=4)
    with serving(api) as url:
        assert [item.id for item in lister(url, name, limit=5)] == [0, 1, 2, 3, 4]
        assert api.asked == [0, 4]
        (first,) = lister(url, name, "pages", limit=1)
        assert [item.id for item in lister(url, name, resume=first.resume)] == [4, 5, 6, 7, 8]
        assert [item.id for item in lister(url, name, resume=first.resume, limit=2)] == [4, 5]
        again = lister(url, name, "pages", resume=first.resume)
        assert [len(page.items) for page in again] == [4, 1]


@pytest.mark.parametrize("name", ACTIONS)
def test_who_stops_early_asks_for_no_more(acme: Compiled, lister: Lister, name: str) -> None:
    api = PagingApi(action_of(acme, name), {}, count=9, size=4)
    with serving(api) as url:
        assert [item.id for item in lister(url, name, stop=2)] == [0, 1]
    assert api.asked == [0]


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("size", [1, 2, 5, 9])
def test_the_mock_serves_its_example_in_pages(acme: Compiled, lister: Lister, name: str, size: int) -> None:
    with MockServer(acme.project) as server:
        found = lister(server.url("acme"), name, "pages", arguments={"size": size})
    assert [item.id for page in found for item in page.items] == [0, 1, 2, 3, 4]
    if name in ("list_rows", "list_numbers"):
        assert len(found) == -(-5 // size) + (name == "list_rows" and 5 % size == 0)
    else:
        assert len(found) == 1, "an example promises no further page, so there is none"
