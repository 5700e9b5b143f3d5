"""An API for money, where calling twice matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from connectory_runtime import (
    Action,
    AsyncClient,
    AtOnce,
    Bearer,
    Client,
    Condition,
    Connector,
    Credential,
    ErrorRule,
    NoAuth,
    Rate,
)


def _fault(*among: str) -> tuple[Condition, ...]:
    return (Condition(reference="$response.json.fault", among=among, empty=None if among else False, line=9),)


CONNECTOR = Connector(
    id="pay",
    title="Pay",
    package="pay_client",
    servers=("https://pay.example",),
    auth={"open": NoAuth(), "key": Bearer(token=Credential("api_key"))},
    errors=(
        ErrorRule(when=_fault("busy"), retryable=True),
        ErrorRule(when=_fault("slow down"), meaning="rate_limited"),
        ErrorRule(when=_fault("crashed"), meaning="server"),
        ErrorRule(status=409, code="busy", retryable=True),
        ErrorRule(status=504, code="gone", retryable=False),
    ),
)

READ: Action[Any] = Action(
    id="read",
    connector=CONNECTOR,
    method="GET",
    path="/read",
    effect="read",
    idempotent=True,
    auth=("open",),
    error_when=_fault(),
    source="specs/pay/money/read.yaml",
)
SEND: Action[Any] = replace(READ, id="send", method="POST", path="/send", effect="send", idempotent=False)
KEYED: Action[Any] = replace(SEND, id="keyed", path="/keyed", idempotency_key="Idempotency-Key")
SET: Action[Any] = replace(READ, id="set", method="PUT", path="/set", effect="write")

CANARY = "canary-2b9d40f7"
"""The credential of those actions that need one."""

ACTIONS = {action.id: action for action in (READ, SEND, KEYED, SET)}


Limit: TypeAlias = Rate | AtOnce


def limited(action: Action[Any], *own: Limit, shared: Sequence[Limit] = (), **groups: Limit) -> Action[Any]:
    """The action with limits of its own, in a connector with limits for all and for groups; it is in the first."""
    connector = replace(
        CONNECTOR, limits=tuple(shared), limit_groups={name: (limit,) for name, limit in groups.items()}
    )
    return replace(action, connector=connector, limits=own, limit_group=next(iter(groups), None))


class Pay(Client):
    def __init__(self, **options: Any) -> None:
        super().__init__(CONNECTOR, {}, credentials={"api_key": CANARY}, **options)

    def make(self, action: Action[Any], **options: Any) -> Any:
        return self._call(action, {}, options)  # type: ignore[arg-type]

    def gather(self, action: Action[Any]) -> list[Any]:
        """All items of all pages."""
        return list(self._pages(action, {}, None))


class AsyncPay(AsyncClient):
    def __init__(self, **options: Any) -> None:
        super().__init__(CONNECTOR, {}, credentials={"api_key": CANARY}, **options)

    async def make(self, action: Action[Any], **options: Any) -> Any:
        return await self._call(action, {}, options)  # type: ignore[arg-type]

    async def gather(self, action: Action[Any]) -> list[Any]:
        """All items of all pages."""
        return [item async for item in self._pages(action, {}, None)]
