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

_LINES = 9
_GENERAL = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})


def table_of(title: str, outcomes: Iterable[Outcome]) -> Table:
    """One row per call: the code with its result, what was sent, what came back."""
    table = Table(title=Text(title, "bold"), title_justify="left", box=box.ROUNDED, show_lines=True, expand=True)
    for heading in ("In Python", "Sent", "Came back"):
        table.add_column(heading, ratio=1, overflow="fold")
    for outcome in outcomes:
        table.add_row(_python(outcome), _sent(outcome.exchange), _came_back(outcome.exchange))
    return table


def _python(outcome: Outcome) -> Text:
    style = "red" if outcome.failed else "green"
    return Text.assemble((outcome.code, "bold"), "\n", (f"→ {_result(outcome.result)}", style))


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
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    lines = text.splitlines()
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"… {len(lines) - _LINES + 1} more lines"]
