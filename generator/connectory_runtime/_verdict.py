"""Whether an answer is a success, and what the error tables say when it is none."""

from __future__ import annotations

from typing import Any, cast

from ._action import Action
from ._answer import Answer
from ._behaviour import Condition, ErrorRule
from ._reference import look_up
from ._unset import UNSET


def is_success(action: Action[Any], answer: Answer) -> bool:
    """Whether an answer says that the action was done."""
    return 200 <= answer.status < 300 and telltale(action, answer) is None


def telltale(action: Action[Any], answer: Answer) -> Condition | None:
    """The condition by which an answer with a status of 2xx is a failure, `None` when it is a success."""
    broken = next((condition for condition in action.success_when if not holds(condition, answer)), None)
    if broken is None and action.error_when and _hold(action.error_when, answer):
        return action.error_when[0]
    return broken


def rules_for(action: Action[Any], answer: Answer) -> tuple[ErrorRule, ...]:
    """The rules that fit a failure, the action's own before those of its connector."""
    rules = (*action.errors, *action.connector.errors)
    return tuple(rule for rule in rules if rule.status in (None, answer.status) and _hold(rule.when, answer))


def _hold(conditions: tuple[Condition, ...], answer: Answer) -> bool:
    return all(holds(condition, answer) for condition in conditions)


def holds(condition: Condition, answer: Answer) -> bool:
    """Whether an answer meets a condition."""
    found = look_up(condition.reference, {}, answer, succeeded=True)
    if condition.empty is not None:
        return _is_nothing(found) is condition.empty
    return found is not UNSET and _spelled(found) in [_spelled(value) for value in condition.among]


def _is_nothing(value: Any) -> bool:
    return value is UNSET or value is None or (isinstance(value, (str, list, dict)) and not cast("Any", value))


def _spelled(value: Any) -> Any:
    """The value as a text, because some serialisers write numbers and booleans so; null and containers stay."""
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case _:
            return value
