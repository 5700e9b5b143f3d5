"""A store room that is filled by lists: an API that fails as it is told, and counts what it did to each item."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from inspect import isawaitable
from typing import Any, Literal, TypeAlias

import httpx

from connectory_runtime.testing import FakeClock

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
_LIST = "{type: array, required: true, items: {type: object, required: [number], properties: {number: {type: string}}}}"
_FAILED = """
  outcomes:
    at: $response.json.refused
    match: {number: item.number}
    message: why
"""
_ANSWER = """
output:
  properties:
    refused: {type: array, items: {properties: {item: {properties: {number: {type: string}}}, why: {type: string}}}}
    count: {type: integer}
    store: {type: string}
"""
ACTIONS = {
    "add_items": f"""
effect: write
endpoint: POST /items
input: {{items: {_LIST}, note: {{type: string}}}}
batch:
  over: items
  size: 3{_FAILED}{_ANSWER}""",
    "set_items": f"""
effect: write
idempotent: true
endpoint: PUT /items
input: {{items: {_LIST}}}
batch: {{over: items, size: 3}}{_ANSWER}""",
    "order_items": f"""
effect: write
idempotency_key: Idempotency-Key
endpoint: POST /orders
input: {{items: {_LIST}}}
batch: {{over: items, size: 3}}{_ANSWER}""",
    "mark_items": """
effect: write
endpoint: POST /marks
input: {ids: {type: array, items: {type: integer}}, names: {type: array, items: {type: string}}}
require_one_of: [ids, names]
batch:
  over: [ids, names]
  size: 2
  outcomes: {at: $response.json, failed: {state: [BAD]}, message: why}
output: {type: array, items: {properties: {state: {type: string}, why: {type: string}}}}
""",
    "weigh_items": """
effect: write
endpoint: POST /weights
input: {texts: {type: array, items: {type: string}, required: true}}
batch: {over: texts, size: 100, bytes: 100B}
""",
    "report_items": """
effect: write
endpoint: POST /reports
input: {ids: {type: array, items: {type: integer}, required: true}}
batch: {over: ids, size: 2, outcomes: {at: $response.json.errors, match: {}}}
output: {properties: {errors: {type: array}}}
""",
    "import_items": f"""
effect: write
endpoint: POST /imports
input: {{items: {_LIST}}}
batch: {{over: items, size: 3}}
wait: {{action: get_import, with: {{id: $output.id}}, done: {{state: [DONE]}}, failed: {{state: [BAD]}}, every: 2s}}
output: {{properties: {{id: {{type: string}}}}}}
""",
    "get_import": """
effect: read
endpoint: GET /imports/{id}
input: {id: {type: string, required: true}}
output: {properties: {state: {type: string}, id: {type: string}}}
""",
    "fill_store": """
effect: write
input: {items: {type: array, items: {type: object, properties: {number: {type: string}}}, required: true}}
choose: [{action: add_items, when: {present: [items]}}]
""",
}
_EXAMPLE = "examples: [{title: One, input: INPUT, response: {status: 200, body: BODY}}]\n"


def _with_example(name: str, text: str) -> str:
    given = {
        "mark_items": "{ids: [1]}",
        "weigh_items": "{texts: [a]}",
        "report_items": "{ids: [1]}",
        "get_import": "{id: a}",
    }.get(name, "{items: [{number: a}]}")
    body = {"mark_items": "[{state: OK}]", "get_import": "{state: DONE}", "import_items": "{id: a}"}.get(name, "{}")
    return f"{text.rstrip()}\n" + _EXAMPLE.replace("INPUT", given).replace("BODY", body)


SPECS: Mapping[str, str] = {name: _with_example(name, text) for name, text in ACTIONS.items()}

Fault: TypeAlias = Literal[
    "done", "partial", "refused", "unauthorized", "limited", "broken", "late", "lost", "cut", "unconnected", "garbage"
]
"""What becomes of one request. `late` and `lost` are done, and the answer is a failure or never comes."""

DONE: frozenset[Fault] = frozenset({"done", "partial", "late", "lost", "garbage"})


class Depot:
    """The API as a transport. `plans` are the faults of the requests by their first item; then all goes well."""

    def __init__(self, plans: Mapping[str, list[Fault]] | None = None) -> None:
        self.plans = {first: list(faults) for first, faults in (plans or {}).items()}
        self.effects: Counter[str] = Counter()
        self.requests: list[httpx.Request] = []
        self.keys: set[str] = set()
        self.crash: Callable[[int, bool], None] = lambda _number, _done: None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.crash(len(self.requests), False)
        numbers = [item["number"] for item in json.loads(request.content)["items"]]
        faults = self.plans.get(numbers[0] if numbers else "", [])
        fault = faults.pop(0) if faults else "done"
        refused = numbers[::2] if fault == "partial" else []
        key = request.headers.get("idempotency-key")
        if fault in DONE and key not in self.keys:
            self.effects.update(number for number in numbers if number not in refused)
            self.keys |= {key} if key else set()
        self.crash(len(self.requests), True)
        return self._answer(fault, refused, len(numbers))

    def _answer(self, fault: Fault, refused: list[str], count: int) -> httpx.Response:
        match fault:
            case "done" | "partial":
                rows = [{"item": {"number": number}, "why": "no room"} for number in refused]
                return httpx.Response(200, json={"refused": rows, "count": count, "store": "north"})
            case "refused":
                return httpx.Response(400, json={"message": "no"})
            case "unauthorized":
                return httpx.Response(401)
            case "limited":
                return httpx.Response(429)
            case "broken" | "late":
                return httpx.Response(500)
            case "garbage":
                return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"garbage"))
            case "lost" | "cut":
                raise httpx.ReadError("gone")
            case "unconnected":
                raise httpx.ConnectError("nobody there")


def call(module: Any, way: str, api: Callable[[httpx.Request], httpx.Response], use: Callable[[Any], Any]) -> Any:
    """What `use` returns for a client that reaches the API. `way` is `sync` or `async`."""
    options: dict[str, Any] = {"api_key": "secret-key", "transport": httpx.MockTransport(api), "clock": FakeClock()}
    if way == "sync":
        with module.Acme(**options) as client:
            return use(client)

    async def run() -> Any:
        async with module.AsyncAcme(**options) as client:
            found = use(client)
            return await found if isawaitable(found) else found

    return asyncio.run(run())


def items(count: int) -> list[dict[str, str]]:
    """So many items, numbered from 0."""
    return [{"number": str(number)} for number in range(count)]
