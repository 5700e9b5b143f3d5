"""What an API sends by itself: deliveries are verified, told apart and read into models."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._behaviour import Condition
from ._clock import SYSTEM, Clock
from ._conditions import holds
from ._json import NotJsonError, parse_json
from ._reference import follow
from ._signature import Signature, SignatureError, WebhookError, verify

__all__ = ["Condition", "Signature", "SignatureError", "UnknownPayload", "Webhook", "WebhookError", "Webhooks"]

if TYPE_CHECKING:
    from ._model import Model

T_co = TypeVar("T_co", covariant=True)

_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One kind of payload: `returns` names its model. It is recognised when all of `when` holds."""

    id: str
    returns: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownPayload:
    """A payload that nothing was declared for, as JSON data. APIs add kinds; this is no error."""

    data: Any


class Webhooks(Generic[T_co]):
    """The webhooks of a connector. `package` is where its models are; `kinds` are tried in their order."""

    def __init__(self, package: str, kinds: tuple[Webhook, ...], signature: Signature | None = None) -> None:
        self._package = package
        self._kinds = kinds
        self._signature = signature

    def parse(
        self,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        secret: str | None = None,
        clock: Clock = SYSTEM,
    ) -> list[T_co | UnknownPayload]:
        """The payloads of a delivery: one, or as many as it is a list of.

        Args:
            body: the body exactly as it came.
            headers: the headers of the request, in any case. Needed where deliveries are signed.
            secret: what signs deliveries; read from the environment when it is left out.

        Raises:
            SignatureError: when the delivery is not signed as it should be, or there is no secret to tell.
            WebhookError: when the body is no JSON, or nothing that could be a payload.
        """
        if self._signature is not None:
            variable = self._signature.env
            known = secret if secret is not None else os.environ.get(variable or "")
            if not known:
                way = f" or set {variable}" if variable else ""
                raise SignatureError(f"deliveries are signed, and there is no secret: pass secret={way}")
            verify(self._signature, body, headers or {}, known, clock.now().timestamp())
        if len(body) > _LARGEST:
            raise WebhookError(f"the body is larger than {_LARGEST} bytes")
        return list(self._read(body))

    def _read(self, body: bytes) -> Iterator[T_co | UnknownPayload]:
        try:
            value = parse_json(body, body.decode("utf-8", "replace"))
        except NotJsonError:
            raise WebhookError("the body is no JSON") from None
        for payload in cast("list[Any]", value) if isinstance(value, list) else [value]:
            if not isinstance(payload, dict):
                raise WebhookError("the body is neither an object nor a list of objects")
            yield self._shaped(cast("dict[str, Any]", payload))

    def _shaped(self, payload: dict[str, Any]) -> T_co | UnknownPayload:
        for kind in self._kinds:
            if all(holds(condition, _found(condition, payload)) for condition in kind.when):
                return cast("T_co", _built(getattr(self._models, kind.returns), payload))
        return UnknownPayload(payload)

    @cached_property
    def _models(self) -> Any:
        return import_module(f"{self._package}.models")


def _built(model: type[Model], payload: dict[str, Any]) -> Any:
    """The payload as its model, or as near to it as possible if it is a surprise."""
    from pydantic import ValidationError  # slow to import, and only needed by who parses

    from ._lenient import keep

    try:
        return model.model_validate(payload)
    except ValidationError:
        return keep(model, payload)


def _found(condition: Condition, payload: dict[str, Any]) -> Any:
    return follow(payload, condition.reference.removeprefix("$payload").removeprefix("."))
