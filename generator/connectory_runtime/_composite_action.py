"""What generated clients declare of actions that are made of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from ._action import AnswerKind, Connector, Effect, InputRule, Parameter, T_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One alternative of `Choose`: taken when all `present` parameters are given and all `equals` hold.

    `action` is an id. `arguments` are what it gets: a text that begins with `$` is a reference such as
    `$input.id`, and is left out where it leads to nothing; all else stands for itself.
    """

    action: str
    present: tuple[str, ...] = ()
    equals: Mapping[str, Any] = field(default_factory=dict[str, Any])
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """The first branch that fits is called. `line` is where the spec declares them.

    `defaults` are values that parameters count as for `equals` when they are not given. Nothing is sent for them.
    """

    branches: tuple[Branch, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict[str, Any])
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """`action` is called for every item of the list parameter `over`, and gets it as `parameter`."""

    over: str
    action: str
    parameter: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of `action`. Later steps and the result refer to its answer as `$steps.<name>`."""

    name: str
    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """All steps are called in order. `result` is what the answer is made of: member names to references."""

    steps: tuple[Step, ...]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Composite(Generic[T_co]):
    """An action that is made of other actions of its connector, and sends nothing itself.

    `answers` is what the answer is as a whole, where that is known.
    `returns` names the type in the connector's `models` module that the result of `Steps` is shaped to, and
    the one that all branches of `Choose` return, if there is one.
    """

    id: str
    connector: Connector
    calls: Choose | Each | Steps
    effect: Effect
    idempotent: bool
    source: str
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[InputRule, ...] = ()
    answers: AnswerKind | None = None
    returns: str | None = None
    deprecated: str | None = None
