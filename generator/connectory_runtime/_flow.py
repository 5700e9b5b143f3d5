"""Calls as flows: what is sent, and what comes of it. Whoever runs them does the waiting and the sending."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ._answer import Answer
from ._envelope import Envelope, members_of
from ._errors import ActionError, Rejected
from ._failure import rejected, undelivered
from ._message import Broken, Flow, Send
from ._options import Options
from ._unset import Unset

if TYPE_CHECKING:
    from ._prepared import Prepared

T = TypeVar("T")

_log = logging.getLogger("connectory")


def typed(
    prepared: Prepared[T], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[T]:
    """Call an action and return what it returns.

    Raises:
        ActionError: whatever went wrong.
    """
    values = prepared.inputs.check(arguments)
    answer = yield from _exchange(prepared, values, options, timeout)
    return prepared.decoder.decode(answer)


def enveloped(
    find: Callable[[], Prepared[Any]], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Envelope]:
    """Find and call an action, and return the envelope, also when something went wrong."""
    try:
        prepared = find()
    except ActionError as error:
        return Envelope(None, str(error), successful=False, exception=error)
    values: Mapping[str, Any] = {}
    try:
        values = prepared.inputs.check(arguments)
        answer = yield from _exchange(prepared, values, options, timeout)
    except ActionError as error:
        return _failed(prepared, values, error)
    extras = members_of(prepared.action.envelope, values, answer, succeeded=True)
    return Envelope(extras.pop("data", answer.value), None, successful=True, extras=extras)


def ask(
    prepared: Prepared[Any], values: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Answer]:
    """Call an action with values that have been checked, and return the answer undecoded.

    Raises:
        ActionError: whatever went wrong.
    """
    return _exchange(prepared, values, options, timeout)


def _failed(prepared: Prepared[Any], values: Mapping[str, Any], error: ActionError) -> Envelope:
    raw = error.raw if isinstance(error, Rejected) else None
    answer = prepared.decoder.answer(raw) if raw is not None else None
    extras = members_of(prepared.action.envelope, values, answer, succeeded=False)
    return Envelope(
        extras.pop("data", prepared.decoder.nothing()), str(error), successful=False, exception=error, extras=extras
    )


def _exchange(
    prepared: Prepared[Any], values: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Answer]:
    action = prepared.action
    request = prepared.request(values, options.get("headers", {}))
    outcome = yield Send(request, options.get("timeout", timeout))
    name = f"{action.connector.id}.{action.id}"
    if isinstance(outcome, Broken):
        _log.debug("%s: %s %s: %s", name, action.method, action.path, outcome.kind)
        raise undelivered(action, outcome)
    answer = prepared.decoder.answer(outcome.response)
    _log.debug("%s: %s %s: %d in %.0f ms", name, action.method, action.path, answer.status, outcome.seconds * 1000)
    if not 200 <= answer.status < 300:
        raise rejected(action, answer, prepared.secrets(values))
    return answer
