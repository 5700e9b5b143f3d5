"""What recordings keep of answers that hold secrets: from the spec to the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled

from connectory_runtime.testing import Recorder, Replay

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com/v1}]
auth: {open: {kind: none}}
"""
SCHEMAS = """
Session: {type: object, properties: {session: {type: string, secret: true}, owner: {$ref: Owner}}}
Owner:
  type: object
  properties: {name: {type: string}, pins: {type: array, items: {$ref: Pin}}, last: {$ref: Session}}
Pin: {type: string, secret: true}
"""
WHOLE = "output: {type: object, properties: {inner: {$ref: Session}, data: {type: array, items: {type: integer}}}}"
ACTIONS = {
    "get_whole": f"effect: read\nendpoint: GET /whole\n{WHOLE}\n",
    "get_part": f"effect: read\nendpoint: GET /part\n{WHOLE}\nreturns: $output.data\n",
    "get_header": f"effect: read\nendpoint: GET /header\n{WHOLE}\nreturns: $response.headers.Location\n",
    "get_either": """
effect: read
endpoint: GET /either
output: {anyOf: [{$ref: Session}, {type: array, items: {$ref: Session}}]}
""",
    "get_tokens": """
effect: read
endpoint: GET /tokens
output: {type: object, additionalProperties: {type: string, secret: true}}
""",
    "create_token": "effect: write\nendpoint: POST /token\noutput: {type: string, secret: true}\n",
    "get_file": "effect: read\nendpoint: GET /file\noutput: {type: string, format: binary}\n",
}
BODY = {"inner": {"session": "s3cret", "owner": {"name": "Ann", "pins": ["s3cret"]}}, "data": [1]}
MASKED = {"inner": {"session": "***", "owner": {"name": "Ann", "pins": "***"}}, "data": [1]}
RECORDED: dict[str, tuple[Any, dict[str, Any]]] = {
    "get_whole": (BODY, {"json": MASKED}),
    "get_part": (BODY, {"json": MASKED}),
    "get_header": (BODY, {"json": MASKED}),
    "get_either": ([{"session": "s3cret"}], {"json": [{"session": "***"}]}),
    "get_tokens": ({"a": "s3cret"}, {"json": "***"}),
    "create_token": ("s3cret", {"text": "***"}),
    "get_file": ("a file", {"text": '"a file"'}),
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    files = {"schemas": SCHEMAS}
    with compiled(tmp_path_factory.mktemp("project"), "recorded_clients", CONNECTOR, ACTIONS, **files) as made:
        yield made


@pytest.mark.parametrize("action", RECORDED)
def test_secrets_stay_out(action: str, acme: Compiled, tmp_path: Path) -> None:
    body, recorded = RECORDED[action]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    path = tmp_path / "recording.json"
    with acme.module.Acme(transport=Recorder(path, transport)) as client:
        getattr(client, action)()
    text = path.read_text(encoding="utf-8")
    assert "s3cret" not in text
    assert json.loads(text)["exchanges"][0]["response"]["body"] == recorded
    with acme.module.Acme(transport=Replay(path)) as client:
        getattr(client, action)()


def test_secrets_are_not_printed(acme: Compiled) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=BODY))
    with acme.module.Acme(transport=transport) as client:
        whole = client.get_whole()
    assert whole.inner.owner.pins == ["s3cret"]
    assert "s3cret" not in repr(whole)
    assert "Ann" in repr(whole)
