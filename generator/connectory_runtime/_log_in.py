"""Tokens that an action of the connector hands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._errors import InvalidResponse
from ._flow import ask
from ._message import Flow
from ._prepared import Prepared
from ._reference import look_up
from ._schemes import Credential, Token
from ._secret import Secret
from ._tokens import Tokens, end_of_life
from ._unset import Unset
from ._values import Values


def log_in(
    scheme: Token,
    secrets: Mapping[Credential, Secret],
    source: Prepared[Any],
    timeout: float | Unset | None,
) -> Flow[Tokens]:
    """Call the action with its credentials and take the token from its answer.

    Raises:
        ActionError: what the action raises; `InvalidResponse` when its answer has no token.
    """
    arguments = Values(
        (name, secrets[value].reveal() if isinstance(value, Credential) else value)
        for name, value in scheme.arguments.items()
    )
    answer = yield from ask(source, source.inputs.check(arguments), {}, timeout)
    token = look_up(scheme.at, {}, answer, succeeded=True)
    if not isinstance(token, str) or not token.strip():
        raise InvalidResponse(
            f"the answer has no token at {scheme.at}",
            action=scheme.action,
            connector=source.action.connector.id,
            status=answer.status,
        )
    lifetime = scheme.lifetime
    if isinstance(lifetime, str):
        lifetime = look_up(lifetime, {}, answer, succeeded=True)
    return Tokens(token, expires_at=end_of_life(lifetime, source.conduct.clock.now()))
