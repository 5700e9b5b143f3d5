"""Deliveries of webhooks: signatures, kinds, models."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from still_clock import StillClock

from connectory.model import thaw
from connectory.pipeline import compile_specs
from connectory_clients.esputnik import webhooks as esputnik_webhooks
from connectory_clients.spoki import webhooks as spoki_webhooks
from connectory_runtime.webhooks import Signature, SignatureError, UnknownPayload, Webhook, WebhookError, Webhooks

ROOT = Path(__file__).parents[2]
SECRET = "whsec_canary"
NOW = int(StillClock().now().timestamp())
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
    return spoki_webhooks.WEBHOOKS.parse(body, headers, clock=StillClock(), **options)


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


def test_a_kind_that_nobody_declared_is_kept() -> None:
    body = b'{"event": "contact.blocked", "event_uuid": "1", "data": {"id": 7}}'
    assert parse(body, signed(body), secret=SECRET) == [UnknownPayload(json.loads(body))]


def test_surprises_in_a_payload_are_kept() -> None:
    body = b'{"event": "contact.created", "data": {"id": "7", "shoe_size": 42}, "more": null}'
    (payload,) = parse(body, signed(body), secret=SECRET)
    assert payload.data.id == 7
    assert payload.data.model_extra == {"shoe_size": 42}
    assert payload.event_uuid is None


WRONG = {
    "no header": None,
    "empty": "",
    "no time": "v2=00",
    "no signature": f"t={NOW}",
    "another secret": signed(b"{}", secret="other"),
    "another body": signed(b"[]"),
    "another time": signed(b"{}").replace(str(NOW), str(NOW + 1)),
    "too old": signed(b"{}", time=NOW - 301),
    "in the future": signed(b"{}", time=NOW + 301),
    "a time that is no number": "t=now,v2=00",
    "a time with other digits": "t=١٢٣,v2=00",
    "an endless time": f"t={'9' * 400},v2=00",
    "not ASCII": f"t={NOW},v2=é",
    "half a pair": f"t={NOW},v2=\ud800",
}


@pytest.mark.parametrize("header", WRONG.values(), ids=WRONG)
def test_what_is_not_signed_as_it_should_be_is_refused(header: str | None) -> None:
    with pytest.raises(SignatureError) as refused:
        parse(b"{}", header, secret=SECRET)
    assert SECRET not in str(refused.value)
    assert isinstance(refused.value, WebhookError)


def test_one_of_several_signatures_is_enough() -> None:
    body = b'{"event": "contact.deleted"}'
    header = f"v2=0000, {signed(body)}"
    assert len(parse(body, header, secret=SECRET)) == 1


def test_a_delivery_within_the_tolerance_is_taken() -> None:
    for time in (NOW - 300, NOW + 300):
        assert parse(b"{}", signed(b"{}", time=time), secret=SECRET) == [UnknownPayload({})]


def test_the_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SignatureError, match=r"pass secret= or set SPOKI_WEBHOOK_SECRET"):
        parse(b"{}", signed(b"{}"))
    monkeypatch.setenv("SPOKI_WEBHOOK_SECRET", SECRET)
    assert parse(b"{}", signed(b"{}")) == [UnknownPayload({})]
    with pytest.raises(SignatureError):
        parse(b"{}", signed(b"{}"), secret="")


@pytest.mark.parametrize("body", [b"", b"{", b"7", b'"text"', b"[1]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_payload_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookError):
        esputnik_webhooks.parse_webhook(body)


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
