"""Whether an answer is a success, and what the error tables say when it is none."""

from __future__ import annotations

from typing import Any

from ._action import Action
from ._answer import Answer
from ._behaviour import Condition, ErrorRule
from ._conditions import holds
from ._message import RawResponse, ResponseHeaders
from ._reference import look_up


def is_success(action: Action[Any], answer: Answer) -> bool:
    """Whether an answer says that the action was done."""
    return 200 <= answer.status < 300 and telltale(action, answer) is None


def is_success_by_head(action: Action[Any], status: int, headers: ResponseHeaders) -> bool:
    """Whether status and headers alone say that the action was done, so that the body can be left unread.

    Where conditions look into the body, that is so for files only, which hold no JSON.
    """
    conditions = (*action.success_when, *action.error_when)
    if any(_looks_into_body(condition.reference, headers) for condition in conditions):
        return False
    return is_success(action, Answer(RawResponse(status, headers, b"")))


def telltale(action: Action[Any], answer: Answer) -> Condition | None:
    """The condition by which an answer with a status of 2xx is a failure, `None` when it is a success."""
    broken = next((condition for condition in action.success_when if not meets(answer, condition)), None)
    if broken is None and action.error_when and _hold(action.error_when, answer):
        return action.error_when[0]
    return broken


def rules_for(action: Action[Any], answer: Answer) -> tuple[ErrorRule, ...]:
    """The rules that fit a failure, the action's own before those of its connector."""
    rules = (*action.errors, *action.connector.errors)
    return tuple(rule for rule in rules if rule.status in (None, answer.status) and _hold(rule.when, answer))


def _hold(conditions: tuple[Condition, ...], answer: Answer) -> bool:
    return all(meets(answer, condition) for condition in conditions)


def meets(answer: Answer, condition: Condition) -> bool:
    """Whether a condition holds for an answer."""
    return holds(condition, look_up(condition.reference, {}, answer, succeeded=True))


def _looks_into_body(reference: str, headers: ResponseHeaders) -> bool:
    part = reference.removeprefix("$response.").partition(".")[0]
    return part == "text" or (part not in ("status", "headers") and _may_be_json(headers.media_type.lower()))


def _may_be_json(kind: str) -> bool:
    """Servers that know no better call JSON a text, or do not say what it is."""
    return not kind or kind.startswith("text/") or kind.endswith("json")
