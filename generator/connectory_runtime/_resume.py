"""Tokens with which an iteration goes on later, in another process too. Opaque to callers; without secrets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, cast

from ._action import Action
from ._paging import Spot


class TokenError(Exception):
    """The token cannot be used here; the message says why."""


def write_token(action: Action[Any], values: Mapping[str, Any], spot: Spot, size: int | None) -> str:
    """A token for the page at `spot` of a call with these values."""
    token = {"action": _name(action), "input": _digest(action, values), "at": spot.key, "before": spot.before}
    return json.dumps({**token, "size": size}, separators=(",", ":"))


def read_token(token: str, action: Action[Any], values: Mapping[str, Any]) -> tuple[Spot, int | None]:
    """Place and page size of a token.

    Raises:
        TokenError: when it is damaged, or belongs to another call.
    """
    try:
        read = json.loads(token)
    except (ValueError, RecursionError):
        raise TokenError("is no resume token") from None
    members = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    if members.keys() != {"action", "input", "at", "before", "size"}:
        raise TokenError("is no resume token")
    if members["action"] != _name(action):
        raise TokenError("belongs to another action")
    if members["input"] != _digest(action, values):
        raise TokenError("belongs to a call with other arguments")
    key, before, size = members["at"], members["before"], members["size"]
    if not (_is_key(key) and _is_count(before) and _is_count(size)):
        raise TokenError("is damaged")
    return Spot(key, before), size


def _name(action: Action[Any]) -> str:
    return f"{action.connector.id}.{action.id}"


def _digest(action: Action[Any], values: Mapping[str, Any]) -> str:
    secret = {parameter.name for parameter in action.parameters if parameter.secret}
    shown = {name: value for name, value in values.items() if name not in secret}
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def _is_key(value: object) -> bool:
    return value is None or (isinstance(value, int | str) and not isinstance(value, bool))


def _is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
