"""A job that an API does in the background: who tells of it, and a token that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ._errors import InvalidInput, InvalidResponse
from ._flow import ask
from ._reference import look_up
from ._secret import masked
from ._token import TokenError, opened, sealed
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._action import Action
    from ._answer import Answer
    from ._behaviour import Wait
    from ._message import Flow
    from ._options import Options
    from ._prepared import Prepared

S = TypeVar("S")

_MEMBER = "job"
_SHORTEST = 5.0
"""Seconds that a question may take at least: the last one comes when time is up."""

_KEPT = ("timeout", "deadline", "headers", "retries")


@dataclass(frozen=True, slots=True)
class Work(Generic[S]):
    """A job that `action` has started. `asked` tells of it when it is called with `values`.

    `options` are those of the call that started it. `begun` is when that was answered, by the clock of the client;
    `None` when it is not known.
    """

    action: Action[Any]
    wait: Wait
    asked: Prepared[S]
    values: Mapping[str, Any]
    options: Options
    timeout: float | Unset | None
    begun: float | None = None

    @property
    def name(self) -> str:
        """Connector and action."""
        return f"{self.action.connector.id}.{self.action.id}"

    @property
    def token(self) -> str:
        """A text that leads to the job, in another process too."""
        return sealed(self.action, {_MEMBER: self.values})

    def ask(self, seconds: float = float("inf")) -> Flow[Answer]:
        """Ask what becomes of the job. After so many seconds, it is not asked again.

        Raises:
            ActionError: whatever went wrong.
        """
        options = cast("Options", {name: value for name, value in self.options.items() if name in _KEPT})
        if seconds < _SHORTEST:
            options["retries"] = 0
        allowed = self.asked.conduct.allowed(options)
        options["deadline"] = min(float("inf") if allowed is None else allowed, max(seconds, _SHORTEST))
        return ask(self.asked, self.values, options, self.timeout)


def work_begun(
    prepared: Prepared[Any],
    wait: Wait,
    asked: Prepared[S],
    values: Mapping[str, Any],
    answer: Answer,
    options: Options,
    timeout: float | Unset | None,
) -> Work[S]:
    """The job that a call with `values` has started, by its answer.

    Raises:
        InvalidResponse: when the answer does not say what is needed to ask for the job.
    """
    given = {name: _resolved(value, values, answer) for name, value in wait.arguments.items()}
    action, unfit = prepared.action, {name for name, value in given.items() if value is UNSET or value is None}
    try:
        checked = asked.inputs.check({name: _fitted(asked.action, name, value) for name, value in given.items()})
    except InvalidInput as problem:
        unfit = unfit or {violation.parameter for violation in problem.violations}
    else:
        # The token is kept and shown, and an API may answer with anything.
        secrets = prepared.secrets(values)
        unfit |= {name for name, value in checked.items() if masked(str(value), secrets) != str(value)}
        if not unfit:
            return Work(action, wait, asked, checked, options, timeout, asked.conduct.clock.monotonic())
    places = ", ".join(str(wait.arguments[name]) for name in wait.arguments if name in unfit)
    raise InvalidResponse(
        f"the job was started, but it cannot be asked for: the answer has nothing fit at {places}",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
        rule=f"{action.source}:{wait.line}",
        status=answer.status,
        advice="do not call again at once: look whether it took effect",
    )


def work_found(
    action: Action[Any], wait: Wait, asked: Prepared[S], token: str, timeout: float | Unset | None
) -> Work[S]:
    """The job that a token leads to.

    Raises:
        TokenError: when it is damaged, or belongs to another action.
    """
    values = opened(token, action, (_MEMBER,))[_MEMBER]
    if not isinstance(values, dict):
        raise TokenError("is damaged")
    try:
        checked = asked.inputs.check(cast("dict[str, Any]", values))
    except InvalidInput:
        raise TokenError("is damaged") from None
    return Work(action, wait, asked, checked, {}, timeout)


def _resolved(value: Any, values: Mapping[str, Any], answer: Answer) -> Any:
    is_reference = isinstance(value, str) and value.startswith("$")
    return look_up(value, values, answer, succeeded=True) if is_reference else value


def _fitted(action: Action[Any], name: str, value: Any) -> Any:
    """The value as its parameter has it: some serialisers write numbers as text, or the other way round."""
    declared = next(parameter.schema.get("type") for parameter in action.parameters if parameter.name == name)
    match value:
        case int() if declared == "string" and not isinstance(value, bool):
            return str(value)
        case str() if declared == "integer" and value.isascii() and value.isdecimal() and len(value) < 19:
            return int(value)
        case _:
            return value
