"""What counts as a failure, and what the error tables make of it, sync and async alike."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from connectory_runtime import Action, ActionError, AsyncClient, Client, Condition, Connector, ErrorRule, NoAuth

DATA = json.loads((Path(__file__).parent / "conformance" / "failures.json").read_text(encoding="utf-8"))


def conditions(rows: list[dict[str, Any]]) -> tuple[Condition, ...]:
    return tuple(Condition(**{**row, "among": tuple(row.get("among", ()))}) for row in rows)


def rules(rows: list[dict[str, Any]]) -> tuple[ErrorRule, ...]:
    return tuple(ErrorRule(**{**row, "when": conditions(row.get("when", []))}) for row in rows)


CONNECTOR = Connector(
    id="till",
    title="Till",
    package="shop_client",
    servers=("https://till.example",),
    auth={"open": NoAuth()},
    errors=rules(DATA["connector_errors"]),
)
PAY: Action[Any] = Action(
    id="pay",
    connector=CONNECTOR,
    method="POST",
    path="/pay",
    effect="write",
    idempotent=False,
    auth="open",
    source="spec/pay.yaml",
    success_when=conditions(DATA["success_when"]),
    error_when=conditions(DATA["error_when"]),
    errors=rules(DATA["errors"]),
)


@pytest.mark.parametrize("driver", ["sync", "async"])
@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["name"])
def test_failures(case: dict[str, Any], driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectory_runtime._registry.import_module", lambda _: SimpleNamespace(PAY=PAY))
    content = b"" if case["body"] is None else json.dumps(case["body"]).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(case["status"], stream=httpx.ByteStream(content)))
    identifiers = {"pay": ("all", "PAY")}

    async def drive() -> tuple[Any, Any]:
        async with AsyncClient(CONNECTOR, identifiers, credentials={}, transport=transport) as client:
            envelope = await client.execute("pay")
            try:
                return envelope, await client._call(PAY, {})
            except ActionError as error:
                return envelope, error

    if driver == "async":
        envelope, outcome = asyncio.run(drive())
    else:
        with Client(CONNECTOR, identifiers, credentials={}, transport=transport) as client:
            envelope = client.execute("pay")
            try:
                outcome = client._call(PAY, {})
            except ActionError as error:
                outcome = error
    if case["error"] is None:
        assert (envelope.successful, outcome) == (True, case["body"])
        return
    expected = dict(case["error"])
    for error in (outcome, envelope.exception):
        assert type(error).__name__ == expected["kind"]
        assert {name: getattr(error, name) for name in expected if name != "kind"} == {
            name: value for name, value in expected.items() if name != "kind"
        }
        assert error.raw.status == case["status"]
    assert not envelope.successful
