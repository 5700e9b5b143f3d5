"""Calls as flows: what is sent, and what comes of it. Whoever runs them does the waiting and the sending."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from ._answer import Answer
from ._attempts import keyed_headers, sent
from ._auth import Authentication
from ._envelope import Envelope, members_of
from ._errors import ActionError, Rejected, Unauthorized, UnknownAction
from ._failure import request_id
from ._message import Flow
from ._options import PARTED, Options
from ._response import Response
from ._streamed import Opened
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


def raw(
    prepared: Prepared[T], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Response[T]]:
    """Call an action and return the answer as it came, also when it is a refusal.

    Raises:
        ActionError: when there is no answer.
    """
    values = prepared.inputs.check(arguments)
    try:
        answer = yield from _exchange(prepared, values, options, timeout)
    except Rejected as error:
        if error.raw is None:
            raise
        return Response(error.raw, prepared.decoder, error.request_id, error)
    return Response(answer.raw, prepared.decoder, request_id(answer, prepared.secrets(values)))


def opened(
    prepared: Prepared[Any], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Opened]:
    """Call an action and return the head of a success, whose body is left to be read.

    Raises:
        ActionError: whatever went wrong.
    """
    values = prepared.inputs.check(arguments)
    answer = yield from _exchange(prepared, values, options, timeout, unread=True)
    return Opened(answer.raw, request_id(answer, prepared.secrets(values)), prepared.action)


def plain(
    prepared: Prepared[Any], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Any]:
    """Call an action and return its answer as JSON data.

    Raises:
        ActionError: whatever went wrong.
    """
    values = prepared.inputs.check(arguments)
    return (yield from ask(prepared, values, options, timeout)).value


def enveloped(
    prepared: Prepared[Any], arguments: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Envelope]:
    """Call an action, and return the envelope, also when something went wrong."""
    values: Mapping[str, Any] = {}
    try:
        values = prepared.inputs.check(arguments)
        answer = yield from ask(prepared, values, options, timeout)
    except ActionError as error:
        return failed(prepared, values, error)
    return succeeded(prepared, values, answer)


def unknown(error: UnknownAction) -> Flow[Envelope]:
    """The envelope of a call that leads to no action."""
    yield from ()
    return Envelope(None, str(error), successful=False, exception=error)


def ask(
    prepared: Prepared[Any], values: Mapping[str, Any], options: Options, timeout: float | Unset | None
) -> Flow[Answer]:
    """Call an action with values that have been checked, and return the answer undecoded.

    Raises:
        ActionError: whatever went wrong.
    """
    return prepared.decoder.legible((yield from _exchange(prepared, values, options, timeout)))


def refuse_pointless(prepared: Prepared[Any], options: Options) -> None:
    """Pass when each option has a meaning for the action.

    Raises:
        InvalidInput: for an option of actions that do more.
    """
    action = prepared.action
    if options.get("wait") and action.wait is None:
        raise prepared.inputs.invalid("options.wait", "wait", "has no meaning: the action starts no job")
    for name in PARTED:
        if name in options and action.split is None:
            message = "has no meaning: the action sends no long lists in parts"
            raise prepared.inputs.invalid(f"options.{name}", name, message)


def succeeded(prepared: Prepared[Any], values: Mapping[str, Any], answer: Answer) -> Envelope:
    """The envelope of a call that did what it says."""
    extras = members_of(prepared.action.envelope, values, answer, succeeded=True)
    return Envelope(extras.pop("data", answer.value), None, successful=True, extras=extras)


def failed(prepared: Prepared[Any], values: Mapping[str, Any], error: ActionError) -> Envelope:
    """The envelope of a call that did not. `values` are those of its input that were all right."""
    raw = error.raw if isinstance(error, Rejected) else None
    answer = prepared.decoder.answer(raw) if raw is not None else None
    extras = members_of(prepared.action.envelope, values, answer, succeeded=False)
    return Envelope(
        extras.pop("data", prepared.decoder.nothing()), str(error), successful=False, exception=error, extras=extras
    )


def _exchange(
    prepared: Prepared[Any],
    values: Mapping[str, Any],
    options: Options,
    timeout: float | Unset | None,
    *,
    unread: bool = False,
) -> Flow[Answer]:
    if options:
        refuse_pointless(prepared, options)
    ends = prepared.conduct.ends(options)
    authority, headers = prepared.authority, keyed_headers(prepared, options)
    if isinstance(authority, Authentication):
        request = prepared.request(values, headers, authority)
        return (yield from sent(prepared, request, options, timeout, ends, unread=unread))
    tokens = yield from authority.current()
    request = prepared.request(values, headers, authority.bear(tokens))
    try:
        return (yield from sent(prepared, request, options, timeout, ends, unread=unread))
    except Unauthorized as error:
        if not request.repeatable:
            raise
        _log.info("%s.%s: %s; once more with a new token", error.connector, error.action, error.summary)
    # Nothing was done, so this is safe whatever the action does.
    tokens = yield from authority.renewed(tokens)
    request = prepared.request(values, headers, authority.bear(tokens))
    try:
        return (yield from sent(prepared, request, options, timeout, ends, unread=unread))
    except Unauthorized as error:
        error.advice = f"a new token was refused too; {error.advice}"
        raise
