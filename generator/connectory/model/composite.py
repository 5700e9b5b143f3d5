"""Actions made of other actions: pick one, repeat one, or run several."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from connectory.diagnostics import Span

from .behaviour import Argument
from .json_value import JsonValue
from .reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One alternative of `choose`: taken when all `present` parameters are given and all `equals` hold."""

    action: str
    present: tuple[str, ...]
    equals: tuple[tuple[str, JsonValue], ...]
    arguments: tuple[Argument, ...]
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """The first branch that fits is called. `defaults` are what parameters count as that are not given."""

    branches: tuple[Branch, ...]
    defaults: tuple[tuple[str, JsonValue], ...] = ()
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """`action` is called once for every item of the list parameter `over`, which it gets as `parameter`."""

    over: str
    action: str
    parameter: str
    arguments: tuple[Argument, ...]
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of `action` whose answer goes by `name`."""

    name: str
    action: str
    arguments: tuple[Argument, ...]
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """All steps are called in order; `result` says what the answer is made of."""

    steps: tuple[Step, ...]
    result: tuple[Argument, ...]
    source: Span


Composite: TypeAlias = Choose | Each | Steps


def called_by(composite: Composite | None) -> tuple[str, ...]:
    """The ids of the actions that a composite calls, each once and in declared order."""
    match composite:
        case None:
            return ()
        case Choose(branches=branches):
            return tuple(dict.fromkeys(branch.action for branch in branches))
        case Each(action=action):
            return (action,)
        case Steps(steps=steps):
            return tuple(dict.fromkeys(step.action for step in steps))
        case _:
            assert_never(composite)


def inputs_of(arguments: Iterable[Argument]) -> Iterator[str]:
    """The parameters of the caller that arguments pass on, whole or in part."""
    for argument in arguments:
        if isinstance(argument.value, Reference) and argument.value.root == "input":
            yield argument.value.path[0]
