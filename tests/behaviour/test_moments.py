"""Moments in the wire form that specs declare: in parameters and deep inside of entities."""

# ruff: noqa: DTZ001 - times without a zone are what is tested

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime import InvalidInput
from connectory_runtime.testing import answering

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
SCHEMAS = """
Window:
  type: object
  properties:
    opens: {type: string, format: date-time-minute, zone: Europe/Kyiv}
    closes: {anyOf: [{type: string, format: date-time-minute, zone: Europe/Kyiv}, {type: 'null'}]}
    seen: {type: integer, format: unixtime-ms}
    dt: {type: string, format: date-time}
"""
ACTIONS = {
    "set_windows": """
effect: write
endpoint: POST /windows
input:
  windows: {type: array, items: {$ref: Window}}
  by_name: {type: object, additionalProperties: {$ref: Window}}
  since: {type: integer, format: unixtime, in: query}
  day: {type: string, format: date, in: query}
  start: {type: string, format: date-time-local}
  at: {type: string, format: time}
  anything: {}
examples: [{title: One, input: {since: 5, start: "2026-05-31T09:30:00"}, response: {status: 200, body: {}}}]
""",
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    root = tmp_path_factory.mktemp("moments")
    with compiled(root, "moment_clients", CONNECTOR, ACTIONS, schemas=SCHEMAS) as found:
        yield found


def _sent(acme: Compiled, **arguments: Any) -> httpx.Request:
    """The request of a call, the same from both clients."""
    transport = answering({}, {})
    with acme.module.Acme(api_key="k", transport=transport) as client:
        client.set_windows(**arguments)

    async def run() -> None:
        async with acme.module.AsyncAcme(api_key="k", transport=transport) as client:
            await client.set_windows(**arguments)

    asyncio.run(run())
    first, second = transport.requests
    assert (first.url, first.content) == (second.url, second.content)
    return first


def test_parameters_are_written_in_their_form(acme: Compiled) -> None:
    request = _sent(
        acme,
        since=datetime(2026, 5, 31, 9, 30, tzinfo=UTC),
        day=date(2026, 5, 31),
        start=datetime(2026, 5, 31, 9, 30),
        at=time(9, 30, tzinfo=UTC),
        anything=datetime(2026, 5, 31, tzinfo=UTC),
    )
    assert request.url.query == b"since=1780219800&day=2026-05-31"
    body = {"start": "2026-05-31T09:30:00", "at": "09:30:00Z", "anything": "2026-05-31T00:00:00Z"}
    assert json.loads(request.content) == body


def test_text_that_has_the_form_passes(acme: Compiled) -> None:
    request = _sent(acme, since=5, day="2026-05-31", start="2026-05-31T09:30:00")
    assert request.url.query == b"since=5&day=2026-05-31"
    assert json.loads(request.content) == {"start": "2026-05-31T09:30:00"}


def test_members_deep_inside_are_written_in_their_form(acme: Compiled) -> None:
    noon = datetime(2026, 5, 31, 12, tzinfo=UTC)
    window = {"opens": noon, "closes": datetime(2026, 5, 31, 18), "seen": noon, "dt": noon}
    request = _sent(acme, windows=[{}, window], by_name={"x": {"closes": None, "opens": noon}})
    assert json.loads(request.content) == {
        "windows": [
            {},
            {
                "opens": "2026-05-31T15:00",
                "closes": "2026-05-31T18:00",
                "seen": 1780228800000,
                "dt": "2026-05-31T12:00:00Z",
            },
        ],
        "by_name": {"x": {"closes": None, "opens": "2026-05-31T15:00"}},
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"since": datetime(2026, 5, 31)}, "since: is a time without a zone"),
        ({"start": datetime(2026, 5, 31, tzinfo=UTC)}, "start: has a zone, and none is sent"),
        ({"windows": [{"opens": datetime(2026, 3, 29, 3, 30)}]}, r"windows\[0\].opens: is a time that clocks"),
        ({"windows": [{"seen": datetime(2026, 3, 29)}]}, r"windows\[0\].seen: is a time without a zone"),
        ({"start": "2026-05-31T09:30"}, "start: must be a date and time without an offset"),
        ({"day": datetime(2026, 5, 31, tzinfo=UTC)}, "day: must be a date"),
        ({"at": time(9, 30)}, "at: is a time without a zone"),
    ],
)
def test_what_the_form_cannot_say_is_refused(acme: Compiled, arguments: dict[str, Any], message: str) -> None:
    with acme.module.Acme(api_key="k", transport=answering()) as client, pytest.raises(InvalidInput, match=message):
        client.set_windows(**arguments)


def test_signatures_say_what_may_be_passed(acme: Compiled) -> None:
    annotations = acme.module.Acme.set_windows.__annotations__
    assert annotations["since"] == "dt.datetime | int | Unset"
    assert annotations["day"] == "dt.date | str | Unset"
    assert "Sent as 2026-05-31T09:30:00." in acme.module.Acme.set_windows.__doc__
