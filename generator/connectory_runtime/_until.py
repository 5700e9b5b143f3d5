"""Seconds that know when everything must be over."""

from time import monotonic


class Until(float):
    """Seconds that one operation may take, none of which may go on beyond `end`, a reading of `time.monotonic()`.

    Transports that know only seconds take it for the number that it is. `whole` is the limit without the end.
    """

    __slots__ = ("end", "whole")

    end: float
    whole: float | None

    def left(self) -> float:
        """Seconds for an operation that begins now, zero or less when it may not begin any more."""
        return min(float(self), self.end - monotonic())


_SHORTEST = 0.001
"""Zero means something else to sockets."""


def until(seconds: float | None, end: float) -> float | None:
    """A limit for operations that may not go on beyond `end`."""
    if end == float("inf"):
        return seconds
    left = max(end - monotonic(), _SHORTEST)
    limit = Until(left if seconds is None else min(seconds, left))
    limit.end, limit.whole = end, seconds
    return limit


def lift(limits: dict[str, float | None]) -> None:
    """Let operations that begin from now on go beyond the end. Transports look their limit up when they begin one."""
    for part, limit in limits.items():
        if isinstance(limit, Until):
            limits[part] = limit.whole
