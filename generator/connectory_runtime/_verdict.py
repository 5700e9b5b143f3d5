"""Whether an answer is a success, and what the error tables say when it is none."""

from __future__ import annotations

from typing import Any

from ._action import Action
from ._answer import Answer
from ._behaviour import Condition, ErrorRule
from ._conditions import holds
from ._reference import look_up


def is_success(action: Action[Any], answer: Answer) -> bool:
    """Whether an answer says that the action was done."""
    return 200 <= answer.status < 300 and telltale(action, answer) is None


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
