"""When to ask for the state of a job again. Pure: nothing is asked or waited for here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from ._reference import look_up
from ._unset import UNSET
from ._verdict import meets

if TYPE_CHECKING:
    from ._answer import Answer
    from ._behaviour import Wait

Heard: TypeAlias = Literal["done", "failed", "running", "unreadable", "unanswered", "refused"]
"""What came of a question. `unanswered` may be answered later, `refused` would be refused again."""

StopReason: TypeAlias = Literal["refused", "silence", "time", "asks too long"]

_GROWTH = 1.25
_MOST_GROWTH = 8
_SPREAD = 0.2

MOST_SILENCE = 5
"""Questions in a row that may bring nothing, each with all its repetitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to ask, in seconds: `every` so many at first, more and more slowly up to `longest`.

    `timeout` is how long to wait for the job; `None` is for ever.
    """

    every: float
    longest: float
    timeout: float | None

    def left(self, elapsed: float) -> float:
        """How much time there is after `elapsed` seconds."""
        return float("inf") if self.timeout is None else max(0.0, self.timeout - elapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what came of it.

    `number` counts questions from 1, `silent` those in a row up to this one that brought nothing. `elapsed` are the
    seconds since the wait began. `wish` is how long the API wants to be left alone.
    """

    heard: Heard
    number: int
    silent: int
    elapsed: float
    wish: float | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask again, `after` so many seconds."""

    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Over:
    """The job is over."""

    reason: Literal["done", "failed"]


@dataclass(frozen=True, slots=True)
class Stop:
    """The job may go on, but it is not waited for any longer. `reason` is a name, `text` the same as a sentence."""

    reason: StopReason
    text: str


def pace_of(wait: Wait, every: float | None, timeout: float | None) -> Pace:
    """The pace that a spec declares, or that of a caller who wants to hear something `every` so many seconds."""
    if every is not None:
        return Pace(every=every, longest=every, timeout=timeout)
    return Pace(every=wait.every, longest=wait.every * _MOST_GROWTH, timeout=timeout)


def before_first(pace: Pace, age: float | None, chance: float) -> float:
    """How long to leave a job alone that is `age` seconds old, `None` for unknown. It can hardly be done at once."""
    return 0.0 if age is None else min(max(0.0, _interval(pace, 1, chance) - age), pace.left(0.0))


def after(question: Question, pace: Pace, chance: float) -> Ask | Over | Stop:
    """What follows a question. `chance` is from 0 to below 1 and spreads the questions."""
    match question.heard:
        case "done" | "failed":
            return Over(question.heard)
        case "refused":
            return Stop("refused", "asking again would be refused again")
        case "unreadable" | "unanswered":
            reason = f"the question was {question.heard}"
            if question.silent >= MOST_SILENCE:
                return Stop("silence", f"{question.silent} questions in a row brought nothing")
        case "running":
            reason = "the job is running"
        case _:
            assert_never(question.heard)
    left, wish = pace.left(question.elapsed), question.wish or 0.0
    if left <= 0:
        return Stop("time", f"it was waited for {question.elapsed:.6g} s")
    if wish > left:
        return Stop("asks too long", f"the API asks to wait {wish:g} s, and only {left:.6g} s are left")
    interval = wish or _interval(pace, question.number + 1, chance)
    # The last question comes when time is up, not before.
    return Ask(min(interval, left), reason)


def heard_in(wait: Wait, answer: Answer) -> Heard:
    """What an answer says of the job."""
    if wait.failed and all(meets(answer, condition) for condition in wait.failed):
        return "failed"
    if all(meets(answer, condition) for condition in wait.done):
        return "done"
    conditions = (*wait.done, *wait.failed)
    told = (look_up(condition.reference, {}, answer, succeeded=True) is not UNSET for condition in conditions)
    return "running" if any(told) or any(condition.empty is not None for condition in conditions) else "unreadable"


def _interval(pace: Pace, number: int, chance: float) -> float:
    grown = min(pace.longest, pace.every * _GROWTH ** min(number - 1, 20))
    return grown * (1 - _SPREAD + 2 * _SPREAD * chance)
