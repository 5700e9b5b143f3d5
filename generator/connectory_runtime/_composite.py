"""Actions made of other actions, as flows over the flows of those."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, assert_never, cast

from ._composite_action import Branch, Choose, Composite, Each, Steps
from ._decode import Decoder
from ._envelope import Envelope
from ._errors import ActionError, InvalidInput, ItemsFailed, Violation
from ._input import InputCheck
from ._message import Flow
from ._outcome import Outcome, Outcomes
from ._reference import follow
from ._together import led_by, settled
from ._unset import UNSET

T = TypeVar("T")

_Call: TypeAlias = Callable[[str, Mapping[str, Any], str], Flow[Any]]


class Calls(Protocol):
    """Calls of other actions by id. Both raise `ActionError` for whatever goes wrong.

    Where there are several, `part` tells them apart.
    """

    def typed(self, action: str, arguments: Mapping[str, Any], part: str = "", /) -> Flow[Any]:
        """Return what the action returns."""
        ...

    def plain(self, action: str, arguments: Mapping[str, Any], part: str = "", /) -> Flow[Any]:
        """Return JSON data."""
        ...


class PreparedComposite(Generic[T]):
    """A composite, ready to be called: its input check and the shape of its result."""

    def __init__(self, action: Composite[T]) -> None:
        self.action = action
        self.inputs = InputCheck(action)
        self.decoder: Decoder[Any] = Decoder(action)

    def typed(self, arguments: Mapping[str, Any], calls: Calls) -> Flow[T]:
        """Call the actions and return what the composite returns.

        Raises:
            ActionError: whatever went wrong; not for single items, whose errors are in `Outcomes`.
        """
        found = yield from self._call(arguments, calls, calls.typed)
        return self.decoder.shape(found) if isinstance(self.action.calls, Steps) else cast("T", found)

    def plain(self, arguments: Mapping[str, Any], calls: Calls) -> Flow[Any]:
        """Call the actions and return JSON data.

        Raises:
            ActionError: whatever went wrong; `ItemsFailed` when calls for single items did.
        """
        found = yield from self._call(arguments, calls, calls.plain)
        if not isinstance(found, Outcomes):
            return found
        outcomes = cast("Outcomes[Any]", found)
        if not outcomes.successful:
            raise outcomes.failure()
        return _listed(outcomes)

    def enveloped(self, arguments: Mapping[str, Any], calls: Calls) -> Flow[Envelope]:
        """Call the actions and return the envelope, also when something went wrong.

        It is successful only if all calls were. What came of single items is there in any case.
        """
        try:
            data = yield from self.plain(arguments, calls)
        except ActionError as error:
            return Envelope(self._left_by(error), str(error), successful=False, exception=error)
        return Envelope(data, None, successful=True)

    def _left_by(self, error: ActionError) -> Any:
        """What `data` holds after a failure: what came of the items if there were any, else the empty value."""
        if isinstance(error, ItemsFailed) and not isinstance(self.action.calls, Steps):
            return _listed(error.outcomes)
        return self.decoder.nothing()

    def _call(self, arguments: Mapping[str, Any], calls: Calls, call: _Call) -> Flow[Any]:
        values = self.inputs.check(arguments)
        match self.action.calls:
            case Choose() as choose:
                branch = chosen(self.action, choose, values)
                flow = call(branch.action, arguments_for(branch.arguments, values, {}), "")
                return (yield from led_by(_name(self.action), flow))
            case Each() as each:
                return (yield from _outcomes(self.action, each, values, call))
            case Steps() as steps:
                return (yield from _merged(self.action, steps, values, calls))
            case _:
                assert_never(self.action.calls)


def chosen(action: Composite[Any], choose: Choose, values: Mapping[str, Any]) -> Branch:
    """The first branch that fits checked values.

    Raises:
        InvalidInput: when none does.
    """
    meant = {**choose.defaults, **values}
    for branch in choose.branches:
        if all(name in values for name in branch.present) and all(
            name in meant and _same(meant[name], value) for name, value in branch.equals.items()
        ):
            return branch
    names = [name for branch in choose.branches for name in (*branch.present, *branch.equals)]
    ways = "; or ".join(" and ".join(_needs(branch)) for branch in choose.branches)
    error = InvalidInput(
        "no action fits the input, nothing was sent",
        action=action.id,
        connector=action.connector.id,
        source=action.source,
    )
    source = f"{action.source}:{choose.line}"
    error.violations = (Violation(names[0], names[0], "choose", f"nothing fits; give {ways}", source),)
    raise error


def _needs(branch: Branch) -> Iterator[str]:
    yield from (name for name in branch.present if name not in branch.equals)
    yield from (f"{name} = {value!r}" for name, value in branch.equals.items())


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _outcomes(action: Composite[Any], each: Each, values: Mapping[str, Any], call: _Call) -> Flow[Outcomes[Any]]:
    others = arguments_for(each.arguments, values, {})
    items = cast("list[Any]", values.get(each.over, []))
    flows = (
        led_by(f"{_name(action)}, item {index}", call(each.action, {**others, each.parameter: item}, str(index)))
        for index, item in enumerate(items)
    )
    found = yield from settled(action, flows)
    outcomes: list[Outcome[Any]] = [
        Outcome(item, None, came) if isinstance(came, ActionError) else Outcome(item, came)
        for item, came in zip(items, found, strict=True)
    ]
    return Outcomes(outcomes, action)


def _merged(action: Composite[Any], steps: Steps, values: Mapping[str, Any], calls: Calls) -> Flow[dict[str, Any]]:
    answers: dict[str, Any] = {}
    for step in steps.steps:
        done = f", after {', '.join(answers)}" if answers else ""
        flow = calls.plain(step.action, arguments_for(step.arguments, values, answers), step.name)
        try:
            answers[step.name] = yield from led_by(f"{_name(action)}, step {step.name}{done}", flow)
        except ActionError as error:
            # Repeating the whole would repeat the steps that are done.
            error.retryable = error.retryable and (action.idempotent or not answers)
            raise
    return arguments_for(steps.result, values, answers)


def arguments_for(declared: Mapping[str, Any], values: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a call of another action gets, out of the values of this one and the answers of its steps so far."""
    found = {name: _resolved(value, values, answers) for name, value in declared.items()}
    return {name: value for name, value in found.items() if value is not UNSET}


def _resolved(value: Any, values: Mapping[str, Any], answers: Mapping[str, Any]) -> Any:
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    root, _, path = value.removeprefix("$").partition(".")
    return follow(values if root == "input" else answers, path)


def _listed(outcomes: Outcomes[Any]) -> list[dict[str, Any]]:
    return [outcome.to_dict() for outcome in outcomes]


def _name(action: Composite[Any]) -> str:
    return f"{action.connector.id}.{action.id}"
