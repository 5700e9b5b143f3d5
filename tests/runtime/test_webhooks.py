"""Deliveries of webhooks: signatures, kinds, models."""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from compiled import Compiled
from hypothesis import given
from hypothesis import strategies as st
from vectors import document, each_vector, python_of, written

from connectory.model import thaw
from connectory.pipeline import compile_specs
from connectory_clients.esputnik import webhooks as esputnik_webhooks
from connectory_clients.spoki import webhooks as spoki_webhooks
from connectory_runtime.testing import FakeClock
from connectory_runtime.webhooks import Signature, SignatureError, UnknownPayload, Webhook, WebhookError, Webhooks

ROOT = Path(__file__).parents[2]
DOCUMENT = document("webhooks")
SECRET = "whsec_canary"
NOW = int(FakeClock().now().timestamp())
EXAMPLES = [
    pytest.param(connector.id, webhook, thaw(example.body), id=f"{connector.id}-{webhook.id}-{number}")
    for connector in compile_specs(ROOT / "specs", ROOT).require().connectors
    for webhook in connector.webhooks
    for number, example in enumerate(webhook.examples, 1)
]


def signed(body: bytes, *, secret: str = SECRET, time: int = NOW) -> str:
    digest = hmac.new(secret.encode(), str(time).encode() + b"." + body, "sha256").hexdigest()
    return f"t={time},v2={digest}"


def parse(body: bytes, header: str | None, **options: Any) -> list[Any]:
    headers = {} if header is None else {"x-spoki-signature": header}
    return spoki_webhooks.WEBHOOKS.parse(body, headers, clock=FakeClock(), **options)


@each_vector("webhooks")
def test_vectors(acme: Compiled, vector: dict[str, Any]) -> None:
    deliveries = import_module(f"{acme.module.__name__}.webhooks").WEBHOOKS
    match vector["body"]:
        case {"base64": content}:
            body = b64decode(content)
        case text:
            body = python_of(text).encode()
    given = {"secret": DOCUMENT["secret"], "clock": FakeClock()}
    if "error" in vector:
        with pytest.raises(WebhookError) as refused:
            deliveries.parse(body, vector["headers"], **given)
        assert type(refused.value).__name__ == vector["error"]["kind"]
        assert vector["error"]["says"] in str(refused.value)
        assert DOCUMENT["secret"] not in str(refused.value)
        return
    payloads = deliveries.parse(body, vector["headers"], **given)
    assert [_kind_of(payload) for payload in payloads] == [expected["type"] for expected in vector["payloads"]]
    assert written([_data_of(payload) for payload in payloads]) == written(
        [item["value"] for item in vector["payloads"]]
    )


def _kind_of(payload: Any) -> str | None:
    return None if isinstance(payload, UnknownPayload) else type(payload).__name__


def _data_of(payload: Any) -> Any:
    if isinstance(payload, UnknownPayload):
        return payload.data
    return payload.model_dump(mode="json", by_alias=True, exclude_unset=True)


@pytest.mark.parametrize(("connector", "webhook", "body"), EXAMPLES)
def test_every_example_is_recognised_and_read(connector: str, webhook: Any, body: Any) -> None:
    content = json.dumps(body).encode()
    if connector == "spoki":
        payloads = parse(content, signed(content), secret=SECRET)
    else:
        payloads = esputnik_webhooks.parse_webhook(content)
    assert [type(item).__name__ for item in payloads] == [webhook.payload.ref] * (len(body) if webhook.many else 1)
    assert [item.model_dump(mode="json", by_alias=True, exclude_unset=True) for item in payloads] == (
        body if webhook.many else [body]
    )


def test_surprises_in_a_payload_are_kept() -> None:
    body = b'{"event": "contact.created", "data": {"id": "7", "shoe_size": 42}, "more": null}'
    (payload,) = parse(body, signed(body), secret=SECRET)
    assert payload.data.id == 7
    assert payload.data.model_extra == {"shoe_size": 42}
    assert payload.event_uuid is None


def test_the_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SignatureError, match=r"pass secret= or set SPOKI_WEBHOOK_SECRET"):
        parse(b"{}", signed(b"{}"))
    monkeypatch.setenv("SPOKI_WEBHOOK_SECRET", SECRET)
    assert parse(b"{}", signed(b"{}")) == [UnknownPayload({})]
    with pytest.raises(SignatureError):
        parse(b"{}", signed(b"{}"), secret="")


def test_an_endless_body_is_refused() -> None:
    with pytest.raises(WebhookError, match="larger than"):
        esputnik_webhooks.parse_webhook(b" " * (16 * 1024 * 1024 + 1))


@given(st.binary(max_size=200), st.text(max_size=80))
def test_nobody_gets_in_without_the_secret(body: bytes, header: str) -> None:
    with pytest.raises(SignatureError):
        parse(body, header, secret=SECRET)


def test_a_signature_may_be_the_whole_header_and_base64() -> None:
    declared = Signature(header="X-Sign", encoding="base64")
    kinds: Webhooks[Any] = Webhooks("connectory_clients.spoki", (Webhook(id="a", returns="ContactEvent"),), declared)
    body = b'{"event": "x"}'
    header = b64encode(hmac.digest(b"s", body, "sha256")).decode()
    (payload,) = kinds.parse(body, {"X-SIGN": f" {header} "}, secret="s")
    assert type(payload).__name__ == "ContactEvent"
    with pytest.raises(SignatureError):
        kinds.parse(body + b" ", {"X-Sign": header}, secret="s")
