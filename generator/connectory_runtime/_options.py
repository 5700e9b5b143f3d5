"""What a caller may change for one call."""

from collections.abc import Awaitable, Callable, Mapping
from os import PathLike
from typing import TypedDict

from ._progress import Progress
from ._retry import Retries


class Options(TypedDict, total=False):
    """Options of one call.

    `timeout`: seconds that connecting, sending, or any silence of the server may last; `None` waits for ever.
    `deadline`: seconds for everything of the call, repetitions and waits for its turn included; then nothing more is
    sent, and what is being sent or read is broken off. Where a call makes several (items, pages, questions about a
    job), each has so long. `None` is for ever.
    `headers`: further headers; they win over those that the client sets itself. `retries`: as for the client.
    `idempotency_key`: tells the API which call this is, where the action has a header for it; made up otherwise.
    Where a call makes several (items, steps, pages), each has its own, made of this one.
    `wait`: whether a call that starts a job in the background returns only when the job is done.
    `on_progress`: called each time when a part of a long list is through, and awaited if it is a coroutine function.
    `journal`: a file that keeps what came of the parts of a long list. After a crash, the same call with the same file
    goes on where it ended: what was done is not sent again.
    """

    timeout: float | None
    deadline: float | None
    headers: Mapping[str, str]
    retries: Retries | int
    idempotency_key: str
    wait: bool
    on_progress: Callable[[Progress], object | Awaitable[object]]
    journal: str | PathLike[str]


PARTED = ("on_progress", "journal")
"""Options that have a meaning for actions that send long lists in parts."""


def checked(options: Options | None) -> Options:
    """The options as given, or none.

    Raises:
        TypeError: for an option that does not exist, or a value of the wrong kind.
    """
    if options is None:
        return {}
    if unknown := options.keys() - Options.__annotations__:
        raise TypeError(f"unknown option {min(unknown)!r}; there are: {', '.join(Options.__annotations__)}")
    for name in ("timeout", "deadline"):
        if not is_duration(options.get(name)):
            raise TypeError(f"the option {name} is a number of seconds above zero, or None")
    if not isinstance(options.get("retries", 0), Retries) and not _is_count(options.get("retries", 0)):
        raise TypeError("the option retries is a whole number, 0 or more, or Retries")
    if not (isinstance(key := options.get("idempotency_key", "x"), str) and key):
        raise TypeError("the option idempotency_key is a text that is not empty")
    if not isinstance(options.get("wait", False), bool):
        raise TypeError("the option wait is True or False")
    if not callable(options.get("on_progress", callable)):
        raise TypeError("the option on_progress is something to call")
    if not isinstance(options.get("journal", ""), (str, PathLike)):
        raise TypeError("the option journal is the path of a file")
    return options


def for_part(options: Options, part: str) -> Options:
    """The options of one request among several. A key stands for one request, so each gets its own.

    `part` tells the requests of a call apart, and is the same when the call is made again; empty for the only one.
    """
    key = options.get("idempotency_key")
    return {**options, "idempotency_key": f"{key}-{part}"} if key and part else options


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_duration(value: object) -> bool:
    """Whether it is a number of seconds above zero, or nothing."""
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0)
