"""Tokens with which something goes on later, in another process too. Opaque to callers; without secrets."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, cast

from ._action import Action


class TokenError(Exception):
    """The token cannot be used here; the message says why."""


def sealed(action: Action[Any], members: Mapping[str, Any]) -> str:
    """A token of an action that holds JSON data."""
    return json.dumps({"action": _name(action), **members}, separators=(",", ":"))


def opened(token: str, action: Action[Any], names: Collection[str]) -> dict[str, Any]:
    """The data in a token.

    Raises:
        TokenError: when it has other members than those of these `names`, or belongs to another action.
    """
    try:
        read = json.loads(token)
    except (ValueError, RecursionError):
        raise TokenError("is no resume token") from None
    members = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    if members.keys() != {"action", *names}:
        raise TokenError("is no resume token")
    if members.pop("action") != _name(action):
        raise TokenError("belongs to another action")
    return members


def _name(action: Action[Any]) -> str:
    return f"{action.connector.id}.{action.id}"
