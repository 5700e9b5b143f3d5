"""Plans beside what calls really send, whatever the actions are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime import InvalidInput, Plan
from connectory_runtime.testing import FakeClock

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth:
  api_key: {kind: bearer, token: {from: api_key}}
  session:
    kind: token
    action: create_session
    with: {password: {from: password}}
    token: $response.json.token
    in: header
    name: X-Session
pagination:
  rows: {kind: offset, offset: start, limit: rows, max: 5}
"""
ACTIONS = {
    "get_order": "effect: read\nendpoint: GET /orders/{id}\ninput: {id: {type: integer, required: true}}\n",
    "pay_order": """
effect: write
endpoint: POST /orders/{id}/pay
idempotency_key: Idempotency-Key
input: {id: {type: integer, required: true}, how: {type: string}}
""",
    "list_orders": """
effect: read
endpoint: GET /orders
input: {start: {type: integer}, rows: {type: integer}}
output: {type: array, items: {type: integer}}
pagination: rows
""",
    "pay_orders": """
effect: write
idempotent: false
input: {ids: {type: array, items: {type: integer}, maxItems: 5, required: true}, how: {type: string}}
each: {over: ids, action: pay_order, as: id}
""",
    "settle_order": """
effect: write
idempotent: false
input: {id: {type: integer, required: true}}
steps:
  do:
    - {name: look, action: get_order}
    - {name: pay, action: pay_order}
    - {name: again, action: get_order}
  result: {before: $steps.look, after: $steps.again}
""",
    "change_order": """
effect: write
idempotent: false
input: {id: {type: integer}, ids: {type: array, items: {type: integer}}}
exclusive: [id, ids]
choose:
  - {action: pay_orders, when: {present: [ids]}}
  - {action: settle_order, when: {present: [id]}}
""",
    "create_session": """
effect: write
endpoint: POST /sessions
auth: api_key
input: {password: {type: string, secret: true, required: true}}
output: {properties: {token: {type: string, secret: true}}}
""",
    "get_own_order": "effect: read\nendpoint: GET /own\nauth: session\n",
    "start_export": """
effect: write
endpoint: POST /exports
output: {properties: {id: {type: integer}}}
wait: {action: get_export, with: {id: $output.id}, done: {state: [done]}, every: 5s, timeout: 60s}
""",
    "get_export": """
effect: read
endpoint: GET /exports/{id}
input: {id: {type: integer, required: true}}
output: {properties: {state: {type: string}}}
""",
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "planned_clients", CONNECTOR, ACTIONS) as made:
        yield made


class Failing:
    """Keeps what it is asked, and fails in a way that is worth repeating."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(429)


def planned(acme: Compiled, identifier: str, arguments: dict[str, Any], **options: Any) -> Plan:
    plan: Plan = acme.module.Acme().plan(identifier, arguments, options or None)
    return plan


@pytest.mark.parametrize(
    ("identifier", "arguments"),
    [
        ("get_order", {"id": 7}),
        ("pay_order", {"id": 7}),
        ("pay_orders", {"ids": [1, 2, 3], "how": "cash"}),
        ("change_order", {"ids": [1]}),
        ("list_orders", {}),
    ],
)
def test_a_call_that_always_fails_does_what_the_plan_says(
    acme: Compiled, identifier: str, arguments: dict[str, Any]
) -> None:
    api, clock = Failing(), FakeClock()
    began = clock.monotonic()
    options = {"idempotency_key": "mine"} if identifier in ("pay_order", "pay_orders", "change_order") else None
    with acme.module.Acme(api_key="k", clock=clock, transport=httpx.MockTransport(api)) as client:
        client.execute(identifier, arguments, options)
        plan = client.plan(identifier, arguments, options)
    tries = 3
    assert len(api.asked) == plan.most_requests == len(plan.requests) * tries
    assert [(str(request.url), request.method, request.headers.get("idempotency-key")) for request in api.asked] == [
        (request.url, request.method, request.idempotency_key) for request in plan.requests for _ in range(tries)
    ]
    assert plan.last_sent_after is not None
    assert clock.monotonic() - began <= plan.last_sent_after == 120.0 * len(plan.requests)


def test_a_key_is_given_or_made_up(acme: Compiled) -> None:
    (given,) = planned(acme, "pay_order", {"id": 7}, idempotency_key="mine").requests
    assert given.idempotency_key == given.headers["Idempotency-Key"] == "mine"
    (made,) = planned(acme, "pay_order", {"id": 7}).requests
    assert made.idempotency_key == made.headers["Idempotency-Key"]
    assert made.idempotency_key not in (None, planned(acme, "pay_order", {"id": 7}).requests[0].idempotency_key)
    items = planned(acme, "pay_orders", {"ids": [1, 2]}, idempotency_key="mine").requests
    assert [item.idempotency_key for item in items] == ["mine-0", "mine-1"]
    with pytest.raises(InvalidInput, match="declares no header"):
        planned(acme, "get_order", {"id": 7}, idempotency_key="mine")


def test_steps_show_the_first_and_name_the_rest(acme: Compiled) -> None:
    plan = planned(acme, "settle_order", {"id": 7}, retries=0)
    assert [request.url for request in plan.requests] == ["https://api.example.com/orders/7"]
    assert plan.follows == ("step pay calls pay_order", "step again calls get_order")
    assert (plan.most_requests, plan.last_sent_after) == (3, 360.0)
    lines = str(plan).splitlines()
    assert [line for line in lines if not line.startswith("User-Agent")] == [
        "acme.settle_order (write, not to be repeated blindly)",
        "GET https://api.example.com/orders/7",
        "Accept: application/json, */*;q=0.5",
        "Accept-Encoding: gzip",
        "Authorization: Bearer ***",
        "then: step pay calls pay_order",
        "then: step again calls get_order",
        "at worst: 3 requests, the last one sent after 360 s",
        "declared in: specs/acme/things/settle_order.yaml",
    ]


def test_a_choice_is_made(acme: Compiled) -> None:
    chosen = planned(acme, "change_order", {"id": 7})
    assert (chosen.action, chosen.requests[0].action) == ("change_order", "get_order")
    assert chosen.follows == planned(acme, "settle_order", {"id": 7}).follows
    with pytest.raises(InvalidInput, match="nothing fits"):
        planned(acme, "change_order", {})


def test_many_items_are_counted(acme: Compiled) -> None:
    plan = planned(acme, "pay_orders", {"ids": [1, 2, 3, 4, 5]})
    assert len(plan.requests) == 5
    assert "\nand 2 more like these\n" in str(plan)
    assert len(plan.as_curl().split("curl ")) == 6
    nothing = planned(acme, "pay_orders", {"ids": []})
    assert (nothing.requests, nothing.most_requests) == ((), 0)
    with pytest.raises(InvalidInput, match="ids"):
        planned(acme, "pay_orders", {"ids": [1, "x"]})


def test_nothing_is_repeated_when_that_is_switched_off(acme: Compiled) -> None:
    plan = planned(acme, "get_order", {"id": 7}, retries=0)
    assert (plan.most_requests, plan.last_sent_after) == (1, 0.0)
    assert "\nat worst: 1 request\n" in str(plan)


def test_without_a_deadline_nothing_bounds_the_time(acme: Compiled) -> None:
    plan = planned(acme, "get_order", {"id": 7}, deadline=None)
    assert (plan.most_requests, plan.last_sent_after) == (3, None)
    assert "\nat worst: 3 requests; nothing bounds the time\n" in str(plan)
    assert planned(acme, "get_order", {"id": 7}, deadline=5.0).last_sent_after == 5.0


def test_tokens_cost_requests(acme: Compiled) -> None:
    plan = planned(acme, "get_own_order", {}, retries=0)
    assert (plan.most_requests, plan.last_sent_after) == (4, 480.0)
    assert plan.requests[0].headers["X-Session"] == "***"


def test_pages_and_jobs_go_on(acme: Compiled) -> None:
    more = "further pages are asked for while somebody iterates"
    assert planned(acme, "list_orders", {"rows": 3}).follows == (more,)
    largest = "who iterates asks for as much as a page holds: rows is 5 then"
    assert planned(acme, "list_orders", {}).follows == (largest, more)
    plan = planned(acme, "start_export", {})
    assert (plan.job, plan.most_requests) == ("get_export", 3)
    assert plan.follows == ("get_export is asked every 5 s, for up to 60 s, by who waits for it",)
    assert planned(acme, "start_export", {}, wait=True).most_requests is None


@pytest.mark.parametrize("identifier", ["get_order", "settle_order", "change_order"])
def test_machines_read_it_as_json(acme: Compiled, identifier: str) -> None:
    plan = planned(acme, identifier, {"id": 7})
    told = json.loads(json.dumps(plan.to_dict()))
    assert told["action"] == identifier
    assert told["requests"] == [request.to_dict() for request in plan.requests]
    assert told["requests"][0]["url"] == "https://api.example.com/orders/7"
    assert told["most_requests"] == plan.most_requests
