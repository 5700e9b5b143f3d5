"""Outcomes as tables for a terminal. Texts from specs and answers are never taken for markup."""

import json
import reprlib
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from rich import box
from rich.table import Table
from rich.text import Text

from connectory.mock import Exchange

from ._perform import Outcome

_LINES = 7
_SHORT = 100
_GENERAL = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})


def table_of(title: str, outcomes: Iterable[Outcome]) -> Table:
    """A block per call: the code, what was sent, what came back, and what the code got."""
    table = Table(title=Text(title, "bold"), title_justify="left", box=box.ROUNDED, show_header=False, expand=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1, overflow="fold")
    for outcome in outcomes:
        table.add_row("call", Text(outcome.code, "bold"))
        table.add_row("sent", _sent(outcome.exchange))
        table.add_row("answer", _came_back(outcome.exchange))
        table.add_row("result", Text(_result(outcome.result), "red" if outcome.failed else "green"), end_section=True)
    return table


def _result(result: Any) -> str:
    if isinstance(result, Exception):
        return f"{type(result).__name__}: {result}"
    shortened = reprlib.Repr()
    shortened.maxother = shortened.maxstring = 160
    return shortened.repr(result)


def _sent(exchange: Exchange | None) -> Text:
    if exchange is None:
        return Text("nothing", "dim")
    request = exchange.request
    target = unquote(request.target.removeprefix(f"/{exchange.connector}"))
    headers = [f"{name}: {value}" for name, value in request.headers if name.lower() not in _GENERAL]
    return Text.assemble((f"{request.method} {target}", "bold"), *_lines(headers), *_lines(_body(request.body)))


def _came_back(exchange: Exchange | None) -> Text:
    if exchange is None:
        return Text("nothing", "dim")
    response = exchange.response
    style = "bold green" if response.status < 400 else "bold red"
    phrase = HTTPStatus(response.status).phrase if response.status in set(HTTPStatus) else ""
    return Text.assemble((f"{response.status} {phrase}", style), *_lines(_body(response.body)))


def _lines(lines: list[str]) -> list[str]:
    return [f"\n{line}" for line in lines]


def _body(body: bytes) -> list[str]:
    text = body.decode("utf-8", "replace")
    # A text answer stays as it is.
    with suppress(ValueError):
        value = json.loads(text)
        text = json.dumps(value, ensure_ascii=False)
        if len(text) > _SHORT:
            text = json.dumps(value, indent=2, ensure_ascii=False)
    lines = text.splitlines()
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"… {len(lines) - _LINES + 1} more lines"]
