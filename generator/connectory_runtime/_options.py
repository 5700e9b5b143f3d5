"""What a caller may change for one call."""

from collections.abc import Mapping
from typing import TypedDict


class Options(TypedDict, total=False):
    """Options of one call.

    `timeout`: seconds that connecting, sending, or any silence of the server may last; `None` waits for ever.
    `headers`: further headers; they win over those that the client sets itself.
    """

    timeout: float | None
    headers: Mapping[str, str]


def checked(options: Options | None) -> Options:
    """The options as given, or none.

    Raises:
        TypeError: for an option that does not exist, or a value of the wrong kind.
    """
    if options is None:
        return {}
    if unknown := options.keys() - Options.__annotations__:
        raise TypeError(f"unknown option {min(unknown)!r}; there are: {', '.join(Options.__annotations__)}")
    timeout = options.get("timeout")
    if timeout is not None and not (_is_number(timeout) and timeout > 0):
        raise TypeError("the option timeout is a number of seconds above zero, or None")
    return options


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
