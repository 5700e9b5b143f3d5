"""What a spec says about limits and keys is what the generated client does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import compiled

from connectory_runtime.testing import FakeClock

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
rate: {default: 100/s, groups: {slow: 2/min}}
errors: [{status: 409, code: busy, retryable: true}]
"""
EXAMPLES = "examples: [{title: One, response: {status: 200}}]\n"
ACTIONS = {
    "send_thing": "effect: send\nendpoint: POST /send\n" + EXAMPLES,
    "order_thing": "effect: send\nendpoint: POST /order\nidempotency_key: X-Order-Key\n" + EXAMPLES,
    "list_things": "effect: read\nendpoint: GET /things\nrate: {limit: 1/s, group: slow}\n" + EXAMPLES,
    "get_thing": "effect: read\nendpoint: GET /thing\nrate: {group: slow}\n" + EXAMPLES,
}


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with compiled(tmp_path_factory.mktemp("project"), "repeating_clients", CONNECTOR, ACTIONS) as made:
        yield made.module


class Api:
    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status = self.statuses.pop(0) if self.statuses else 200
        return httpx.Response(status, stream=httpx.ByteStream(b"{}"))


def _client(module: Any, api: Api, clock: FakeClock, **options: Any) -> Any:
    return module.Acme(api_key="k", transport=httpx.MockTransport(api), clock=clock, **options)


def test_the_error_table_decides(module: Any) -> None:
    api, clock = Api(409, 200), FakeClock()
    _client(module, api, clock).send_thing()
    assert (len(api.requests), clock.waits) == (2, [0.5])


def test_a_declared_key_makes_repeating_safe(module: Any) -> None:
    api, clock = Api(503, 503), FakeClock()
    _client(module, api, clock).order_thing()
    assert len({request.headers["x-order-key"] for request in api.requests}) == 1
    assert len(api.requests) == 3


def test_an_effect_without_a_key_is_not_repeated(module: Any) -> None:
    api = Api(503)
    envelope = _client(module, api, FakeClock()).execute("send_thing")
    assert (len(api.requests), envelope.successful) == (1, False)


def test_declared_limits_hold_together(module: Any) -> None:
    api, clock = Api(), FakeClock()
    client = _client(module, api, clock)
    for _ in range(2):
        client.list_things()
    client.get_thing()
    assert clock.waits == [1, 59]


def test_the_default_counts_the_rest(module: Any) -> None:
    api, clock = Api(), FakeClock()
    client = _client(module, api, clock)
    for _ in range(101):
        client.send_thing()
    assert clock.waits == [1]
