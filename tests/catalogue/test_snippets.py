"""Every snippet of the pages is run as it stands there, against the mock."""

from __future__ import annotations

import builtins
import importlib
import os
import re
import shutil
import subprocess
from functools import partial
from typing import Any

import pytest

from connectory.emit.docs._snippet import SnippetView, snippet_views
from connectory.mock import Exchange, MockServer
from connectory.model import Action, Connector, Project
from connectory.naming import pascal_case
from connectory_runtime.testing import FakeClock

PACKAGE = "connectory_clients"


def snippets(project: Project, *ids: str) -> list[tuple[Connector, Action, SnippetView]]:
    return [
        (connector, action, view)
        for connector in project.connectors
        for action in connector.actions
        for view in snippet_views(action, connector, PACKAGE)
        if view.id in ids
    ]


@pytest.fixture
def clients(server: MockServer, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that talk to the mock unless told otherwise, as the snippets create them."""
    for connector in project.connectors:
        monkeypatch.setenv(f"{connector.id.upper()}_API_KEY", "key")
        module = importlib.import_module(f"{PACKAGE}.{connector.id}")
        for prefix in ("", "Async"):
            name = prefix + pascal_case(connector.id)
            made = partial(getattr(module, name), base_url=server.url(connector.id), clock=FakeClock())
            monkeypatch.setattr(module, name, made)


@pytest.mark.parametrize("kind", ["python", "async", "execute"])
def test_python(
    project: Project, exchanges: list[Exchange], clients: None, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(builtins, "print", lambda *values: told.extend(values))
    for _connector, action, view in snippets(project, kind):
        start = len(exchanges)
        names: dict[str, Any] = {}
        exec(compile(view.code, f"{action.id}.{kind}", "exec"), names)
        sent = exchanges[start:]
        assert action.endpoint is None or sent[0].action == action.id, view.code
        assert all(exchange.response.status < 400 for exchange in sent), (view.code, sent[-1].response.body)
        if kind == "execute":
            assert told[-1]["successful"], view.code


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl(project: Project, server: MockServer, exchanges: list[Exchange]) -> None:
    environment = {"PATH": os.environ["PATH"], **{f"{item.id.upper()}_API_KEY": "key" for item in project.connectors}}
    for connector, action, view in snippets(project, "curl"):
        here = view.code.replace(connector.servers[0].url, server.url(connector.id))
        assert here != view.code
        start = len(exchanges)
        done = subprocess.run(["sh", "-ec", here], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (view.code, done.stderr)
        (exchange,) = exchanges[start:]
        assert exchange.action == action.id, view.code
        assert exchange.response.status < 400, (view.code, exchange.response.body)


def test_curl_sends_what_clients_send(project: Project, server: MockServer, exchanges: list[Exchange]) -> None:
    """The same method, address and body."""
    pages = {(connector.id, action.id): view for connector, action, view in snippets(project, "curl")}
    assert len(pages) > 200
    for connector in project.connectors:
        for action in connector.actions:
            view = pages.get((connector.id, action.id))
            if action.endpoint is not None and view is not None:
                assert re.search(rf"curl (-X {action.endpoint.method} )?'?https://", view.code), view.code
