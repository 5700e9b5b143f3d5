"""Makes plans: follows actions to those they are made of, and counts what they can become at worst."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from ._action import Action
from ._composite import arguments_for, chosen
from ._composite_action import Choose, Composite, Each, Steps
from ._conduct import as_retries
from ._input import InputCheck
from ._options import Options, for_part
from ._plan import Plan, PlannedRequest
from ._planned import planned_request
from ._portions import portions
from ._schemes import OAuth2, Token

if TYPE_CHECKING:
    from ._conduct import Conduct
    from ._prepared import Prepared

_Action: TypeAlias = Action[Any] | Composite[Any]
_Arguments: TypeAlias = Mapping[str, Any]

_WITH_TOKENS = 4
"""A token, the call, a new token because that one was refused, and the call once more."""


class Planner:
    """Plans the calls of one client. `prepare` makes actions ready, `named` finds them by id."""

    def __init__(
        self, prepare: Callable[[Action[Any]], Prepared[Any]], named: Callable[[str], _Action], conduct: Conduct
    ) -> None:
        self._prepare = prepare
        self._named = named
        self._conduct = conduct

    def plan(self, action: _Action, arguments: _Arguments, options: Options) -> Plan:
        """The plan of a call.

        Raises:
            InvalidInput: when the arguments break a rule of the spec.
        """
        meant, given = self._settled(action, arguments)
        requests = tuple(self._requests(meant, given, options))
        retries = as_retries(options["retries"]) if "retries" in options else self._conduct.retries
        calls = self._calls(meant, given, waits=options.get("wait", False))
        allowed = self._conduct.allowed(options)
        waits = retries.times or (self._conduct.rate_limits and self._is_limited(requests))
        at_once = calls == 0 or (calls == 1 and not waits)
        return Plan(
            connector=action.connector.id,
            action=action.id,
            effect=action.effect,
            idempotent=action.idempotent,
            source=action.source,
            requests=requests,
            job=meant.wait.action if isinstance(meant, Action) and meant.wait is not None else None,
            follows=tuple(_follows(meant, given)),
            most_requests=None if calls is None else calls * (retries.times + 1),
            # Each call has so long, and may begin when the one before is over.
            last_sent_after=0.0 if at_once else None if calls is None or allowed is None else calls * allowed,
        )

    def _settled(self, action: _Action, arguments: _Arguments) -> tuple[_Action, _Arguments]:
        """The action that is called in the end, after all choices, and what it gets."""
        while isinstance(action, Composite):
            arguments = InputCheck(action).check(arguments)
            if not isinstance(action.calls, Choose):
                break
            ((_, name, arguments),) = _known_calls(action, arguments)
            action = self._named(name)
        return action, arguments

    def _requests(self, action: _Action, arguments: _Arguments, options: Options) -> Iterator[PlannedRequest]:
        """The requests of a settled action that are known before anything is sent."""
        if isinstance(action, Action):
            for part, given in self._parts(action, arguments):
                yield planned_request(self._prepare(action), given, for_part(options, part))
            return
        for part, name, given in _known_calls(action, arguments):
            yield from self._requests(*self._settled(self._named(name), given), for_part(options, part))

    def _parts(self, action: Action[Any], arguments: _Arguments) -> list[tuple[str, _Arguments]]:
        """What the requests of an action get, and what tells them apart; one unless a long list is sent in parts."""
        if action.split is None:
            return [("", arguments)]
        prepared = self._prepare(action)
        found = portions(prepared, action.split, prepared.inputs.check(arguments))
        return [(str(portion.first) if len(found) > 1 else "", portion.values) for portion in found]

    def _calls(self, action: _Action, arguments: _Arguments | None, *, waits: bool) -> int | None:
        """How many calls are made at most, repetitions not counted; `None` when there is no bound.

        The arguments of those inside others are not known.
        """
        if isinstance(action, Action):
            if (waits and action.wait is not None) or (action.split is not None and arguments is None):
                return None
            one = _WITH_TOKENS if isinstance(self._prepare(action).scheme, (Token, OAuth2)) else 1
            return one if arguments is None else one * len(self._parts(action, arguments))
        inside = [self._calls(self._named(name), None, waits=waits) for name in _names(action)]
        known = [count for count in inside if count is not None]
        if len(known) < len(inside):
            return None
        match action.calls:
            case Choose():
                return max(known)
            case Each(over=over):
                return None if arguments is None else len(arguments.get(over, ())) * known[0]
            case Steps():
                return sum(known)
            case _:
                assert_never(action.calls)

    def _is_limited(self, requests: tuple[PlannedRequest, ...]) -> bool:
        actions = [self._named(request.action) for request in requests]
        return any(
            isinstance(action, Action) and (action.limits or action.limit_group or action.connector.limits)
            for action in actions
        )


def _known_calls(action: Composite[Any], values: _Arguments) -> list[tuple[str, str, _Arguments]]:
    """The calls that follow from checked values alone: what tells them apart, the action, and what it gets."""
    match action.calls:
        case Choose() as choose:
            branch = chosen(action, choose, values)
            return [("", branch.action, arguments_for(branch.arguments, values, {}))]
        case Each() as each:
            others = arguments_for(each.arguments, values, {})
            items = enumerate(values.get(each.over, ()))
            return [(str(index), each.action, {**others, each.parameter: item}) for index, item in items]
        case Steps(steps=(first, *_)):
            return [(first.name, first.action, arguments_for(first.arguments, values, {}))]
        case Steps():
            return []
        case _:
            assert_never(action.calls)


def _names(action: Composite[Any]) -> list[str]:
    """The actions that are called, each as often as it stands there."""
    match action.calls:
        case Choose(branches=branches):
            return [branch.action for branch in branches]
        case Each(action=name):
            return [name]
        case Steps(steps=steps):
            return [step.action for step in steps]
        case _:
            assert_never(action.calls)


def _follows(action: _Action, arguments: _Arguments) -> Iterator[str]:
    """What comes after the requests of a settled action, or beside them, as sentences."""
    if isinstance(action, Composite):
        if isinstance(action.calls, Steps):
            yield from (f"step {step.name} calls {step.action}" for step in action.calls.steps[1:])
        return
    if (pages := action.pagination) is not None:
        if pages.limit is not None and pages.max is not None and pages.limit not in arguments:
            yield f"who iterates asks for as much as a page holds: {pages.limit} is {pages.max} then"
        yield "further pages are asked for while somebody iterates"
    if (wait := action.wait) is not None:
        yield f"{wait.action} is asked every {wait.every:g} s, for up to {wait.timeout:g} s, by who waits for it"
