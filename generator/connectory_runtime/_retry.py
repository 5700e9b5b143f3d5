"""Whether a call that failed is made again, and when. Pure: nothing is waited for or sent here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from ._behaviour import Meaning
from ._message import BreakKind

Delivery: TypeAlias = BreakKind | Literal["answered"]
StopReason: TypeAlias = Literal[
    "final", "unreadable", "unsafe", "spent", "switched off", "tries", "asks too long", "time", "quota"
]

_FIRST_WAIT = 0.5
_MOST_DOUBLINGS = 30

_REFUSED = frozenset({425, 429})
"""The API says that it did not begin. Whatever the action does, it was not done."""

_FAILED = frozenset({408, 500, 502, 503, 504})
"""Something broke, maybe in the middle, and a server in between may be the one that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How patient a client is.

    `times`: how often a call is repeated at most; 0 switches it off. `longest`: the longest wait before
    repeating, in seconds; an API that asks for more gets no repetition. The deadline of a call bounds all its tries.
    """

    times: int = 2
    longest: float = 60.0

    def __post_init__(self) -> None:
        if type(self.times) is not int or self.times < 0:
            raise ValueError("Retries.times is a whole number, 0 or more")
        if type(self.longest) not in (int, float) or not self.longest >= 0:
            raise ValueError("Retries.longest is a number of seconds, 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A try that failed.

    `declared` is what the connector says about repeating after this `status`, `None` when it says nothing.
    `refused`: the answer means that nothing was done. `safe`: a second effect does no harm, or a key prevents it.
    `number` counts tries from 1, `left` the seconds until the deadline of the call. `wish` is how long the API, or a
    rate limit, wants to be left alone. `granted`: the client's quota has room for one more repetition.
    `repeatable`: what was sent can be read again.
    """

    delivery: Delivery
    status: int | None = None
    declared: bool | None = None
    refused: bool = False
    safe: bool
    number: int
    left: float
    wish: float | None = None
    granted: bool = True
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Retry:
    """Make the call again, `after` so many seconds."""

    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Do not make the call again. `reason` is a name, `text` the same as a sentence."""

    reason: StopReason
    text: str

    def __str__(self) -> str:
        return self.text


def decide(failure: Failure, retries: Retries, chance: float) -> Retry | Stop:
    """What to do after a try that failed. `chance` is from 0 to below 1 and spreads the waits."""
    if (stop := _never(failure)) is not None:
        return stop
    if not failure.repeatable:
        return Stop("spent", "what was sent came from a stream that can be read only once")
    if retries.times == 0:
        return Stop("switched off", "repeating is switched off")
    if failure.number > retries.times:
        return Stop("tries", f"it was tried {failure.number} times")
    wish = failure.wish or 0.0
    if wish > retries.longest:
        return Stop("asks too long", f"the wait would be {wish:g} s, and the longest is {retries.longest:g} s")
    after = max(wish, chance * _longest_wait(failure.number, retries))
    if after >= failure.left:
        return Stop("time", f"a wait of {after:.3g} s would end after the deadline of the call")
    if not failure.granted:
        return Stop("quota", "too many calls of this client fail; repeating them would make it worse")
    return Retry(after, _reason(failure))


def worth_repeating(status: int, declared: bool | None) -> bool:
    """Whether the same request may be answered better later, whatever harm that would do."""
    return status in _REFUSED | _FAILED if declared is None else declared


def did_nothing(status: int, meaning: Meaning | None) -> bool:
    """Whether an answer with an error means that nothing was done.

    A success that the spec calls a failure does not: the API may have gone half the way. Neither does a redirect.
    """
    match meaning:
        case "rate_limited":
            return True
        case "server":
            return False
        case _:
            return 400 <= status < 500 and status not in _FAILED


def _never(failure: Failure) -> Stop | None:
    match failure.delivery:
        case "not sent":
            return None
        case "unreadable":
            return Stop("unreadable", "the API answered, and would probably answer the same again")
        case "unknown" | "timed out":
            harmless = failure.safe
        case "answered":
            status = failure.status or 0
            if not worth_repeating(status, failure.declared):
                return Stop("final", "the API would answer the same again")
            harmless = failure.safe or failure.refused
        case _:
            assert_never(failure.delivery)
    return None if harmless else Stop("unsafe", "it may have taken effect, and a second time would count twice")


def _longest_wait(number: int, retries: Retries) -> float:
    """Doubles with every try. Waiting is spread over all of it, so that clients do not come back in waves."""
    return min(retries.longest, math.ldexp(_FIRST_WAIT, min(number - 1, _MOST_DOUBLINGS)))


def _reason(failure: Failure) -> str:
    match failure.delivery:
        case "not sent":
            return "the API was not reached"
        case "timed out":
            return "the answer took too long"
        case "unknown":
            return "the connection broke"
        case _:
            return f"the API answered {failure.status}"
