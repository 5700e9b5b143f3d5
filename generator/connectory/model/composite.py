"""Actions made of other actions: pick one, repeat one, or run several."""

from dataclasses import dataclass
from typing import TypeAlias

from connectory.diagnostics import Span

from .behaviour import Argument
from .json_value import JsonValue


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
    """The first branch that fits is called."""

    branches: tuple[Branch, ...]
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
