"""Error tables, and how failures are told from successes, as a page shows them."""

import json
from dataclasses import dataclass

from connectory.model import Action, Condition, ErrorRule, JsonValue, Meaning, thaw

from ._said import Said, say

_MEANINGS: dict[Meaning, Said] = {
    "invalid": say("bad request"),
    "unauthorized": say("unauthorized"),
    "forbidden": say("forbidden"),
    "not_found": say("not found"),
    "conflict": say("conflict"),
    "rate_limited": say("rate limited"),
    "server": say("server error"),
}
_REPEATED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """`reference` has one of `values`; without values it has what `state` says."""

    reference: str
    values: tuple[str, ...]
    state: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """A row. `meaning` is there where it differs from what the status says."""

    status: int | None
    when: tuple[ConditionView, ...]
    meaning: Said | None
    code: str | None
    again: Said
    advice: str | None


def error_views(rules: tuple[ErrorRule, ...]) -> tuple[ErrorView, ...]:
    """The rows about some failures. What is said of all of them is only where their words are."""
    return tuple(_error(rule) for rule in rules if rule.status is not None or rule.when)


def telltale_views(action: Action) -> tuple[tuple[Said, tuple[ConditionView, ...]], ...]:
    """How success and failure are told where the status does not: a beginning of a sentence, and the conditions."""
    parts = (
        (say("It worked, with a status of 2xx, only if"), action.success_when),
        (say("It failed, also with a status of 2xx, if"), action.error_when),
    )
    return tuple((text, condition_views(conditions)) for text, conditions in parts if conditions)


def _error(rule: ErrorRule) -> ErrorView:
    usual = rule.status in _REPEATED if rule.meaning is None else rule.meaning in ("rate_limited", "server")
    return ErrorView(
        status=rule.status,
        when=condition_views(rule.when),
        meaning=None if rule.meaning is None else _MEANINGS[rule.meaning],
        code=rule.code,
        again=say("Yes") if (usual if rule.retryable is None else rule.retryable) else say("No"),
        advice=rule.advice,
    )


def condition_views(conditions: tuple[Condition, ...]) -> tuple[ConditionView, ...]:
    """Conditions, all of which must hold."""
    return tuple(
        ConditionView(
            reference=str(condition.reference),
            values=tuple(unquoted(value) for value in condition.values),
            state=say("is empty") if condition.empty else say("is not empty"),
        )
        for condition in conditions
    )


def unquoted(value: JsonValue) -> str:
    """A value in words of a page: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(thaw(value), ensure_ascii=False)
