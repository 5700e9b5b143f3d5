"""Calls that note in a journal what they do, as flows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import uuid4

from ._errors import ActionError, DeliveryUnknown
from ._message import Do, Flow, RawResponse, Send
from ._outcome import Outcome
from ._secret import masked

if TYPE_CHECKING:
    from ._answer import Answer
    from ._journal import Entry, Journal
    from ._options import Options
    from ._prepared import Prepared

T = TypeVar("T")


def journaled(
    journal: Journal,
    key: str,
    prepared: Prepared[Any],
    values: Mapping[str, Any],
    options: Options,
    ask: Callable[[Options], Flow[Answer]],
) -> Flow[Answer]:
    """Make a call by `ask`, unless the journal has its answer. `key` is what the journal knows it by.

    Raises:
        DeliveryUnknown: when an earlier run ended while this was being sent, and it must not be sent twice.
        ActionError: whatever else went wrong.
    """
    action = prepared.action
    entry: Entry | None = yield Do(partial(journal.find, key))
    if entry is not None:
        if entry.raw is not None:
            return prepared.decoder.answer(entry.raw)
        if not (action.idempotent or action.idempotency_key is not None):
            raise _broken_off(prepared)
    options = _with_key(options, entry) if action.idempotency_key is not None else options
    flow = _announced(ask(options), partial(journal.sent, key, options.get("idempotency_key")))
    try:
        answer = yield from flow
    except ActionError as error:
        if error.retryable or not Outcome(None, None, error).unknown:
            yield Do(partial(journal.forget, key))
        raise
    yield Do(partial(journal.done, key, _without_secrets(answer.raw, prepared, values)))
    return answer


def key_of(prepared: Prepared[Any], values: Mapping[str, Any], number: int) -> str:
    """What a journal knows a call by: all that matters of it, hashed. `number` counts calls that are the same."""
    secret = {parameter.name for parameter in prepared.action.parameters if parameter.secret}
    told = {name: value for name, value in values.items() if name not in secret}
    what = [prepared.name, prepared.base_url, told, number]
    return hashlib.sha256(json.dumps(what, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _with_key(options: Options, entry: Entry | None) -> Options:
    """The options with the key that the call had when it was sent before, or else with one that can be noted."""
    known = entry.idempotency_key if entry is not None else None
    return {**options, "idempotency_key": known or options.get("idempotency_key") or str(uuid4())}


def _announced(flow: Flow[T], note: Callable[[], None]) -> Flow[T]:
    """A flow before whose first request `note` is called."""
    try:
        step, noted = next(flow), False
        while True:
            if isinstance(step, Send) and not noted:
                yield Do(note)
                noted = True
            step = flow.send((yield step))
    except StopIteration as end:
        return cast("T", end.value)
    finally:
        flow.close()


def _without_secrets(raw: RawResponse, prepared: Prepared[Any], values: Mapping[str, Any]) -> RawResponse:
    text = raw.content.decode("utf-8", "surrogateescape")
    return replace(raw, content=masked(text, prepared.secrets(values)).encode("utf-8", "surrogateescape"))


def _broken_off(prepared: Prepared[Any]) -> DeliveryUnknown:
    action = prepared.action
    return DeliveryUnknown(
        "not sent again: by the journal, an earlier run ended while it was being sent",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        advice="look at the API whether it took effect; what did not can be sent by a call without this journal",
    )
