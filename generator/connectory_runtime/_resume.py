"""Tokens that lead to a page of a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ._action import Action
from ._paging import Spot
from ._token import TokenError, opened, sealed

_MEMBERS = ("input", "at", "before", "size")


def write_token(action: Action[Any], values: Mapping[str, Any], spot: Spot, size: int | None) -> str:
    """A token for the page at `spot` of a call with these values."""
    members = (_digest(action, values), spot.key, spot.before, size)
    return sealed(action, dict(zip(_MEMBERS, members, strict=True)))


def read_token(token: str, action: Action[Any], values: Mapping[str, Any]) -> tuple[Spot, int | None]:
    """Place and page size of a token.

    Raises:
        TokenError: when it is damaged, or belongs to another call.
    """
    members = opened(token, action, _MEMBERS)
    if members["input"] != _digest(action, values):
        raise TokenError("belongs to a call with other arguments")
    key, before, size = members["at"], members["before"], members["size"]
    if not (_is_key(key) and _is_count(before) and _is_count(size)):
        raise TokenError("is damaged")
    return Spot(key, before), size


def _digest(action: Action[Any], values: Mapping[str, Any]) -> str:
    secret = {parameter.name for parameter in action.parameters if parameter.secret}
    shown = {name: value for name, value in values.items() if name not in secret}
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def _is_key(value: object) -> bool:
    return value is None or (isinstance(value, int | str) and not isinstance(value, bool))


def _is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
