"""Several calls that belong together, as flows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from ._errors import ActionError, MissingCredential, NotDelivered, Unauthorized
from ._message import Flow, Together

if TYPE_CHECKING:
    from ._action import Action
    from ._composite_action import Composite

T = TypeVar("T")

AT_ONCE = 8


def settled(
    action: Action[Any] | Composite[Any], flows: Iterable[Flow[T]], at_once: int = AT_ONCE
) -> Flow[list[T | ActionError]]:
    """Run all flows, and return what each returned or raised.

    After a refusal that every further call would meet too, those that have not begun are not sent.

    Raises:
        MissingCredential: when that kept all of them from being sent.
    """
    refusal: list[Unauthorized | MissingCredential] = []

    def one(flow: Flow[T]) -> Flow[T | ActionError]:
        if refusal:
            flow.close()
            return _not_tried(action, refusal[0])
        try:
            return (yield from flow)
        except ActionError as error:
            if isinstance(error, (Unauthorized, MissingCredential)):
                refusal.append(error)
            return error

    came: list[T | ActionError] = yield Together(tuple(map(one, flows)), at_once)
    # Raised here, not in a flow: what a flow raises goes past whoever called.
    if refusal and isinstance(refusal[0], MissingCredential) and all(map(_is_unsent, came)):
        raise refusal[0]
    return came


def led_by(caller: str, flow: Flow[T]) -> Flow[T]:
    """A flow whose errors name who called."""
    try:
        return (yield from flow)
    except ActionError as error:
        error.callers = (*error.callers, caller)
        raise


def _is_unsent(came: object) -> bool:
    return isinstance(came, (MissingCredential, NotDelivered))


def _not_tried(action: Action[Any] | Composite[Any], refusal: Unauthorized | MissingCredential) -> NotDelivered:
    why = "had no credential" if isinstance(refusal, MissingCredential) else f"was refused with {refusal.status}"
    return NotDelivered(
        f"not sent: an earlier call {why}",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        retryable=True,
        advice=refusal.advice,
    )
