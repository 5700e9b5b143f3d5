"""Waits that another thread may end."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import Event


class Waits:
    """The waits for one thing that are going on."""

    def __init__(self) -> None:
        self._wakes: set[Event] = set()

    def end(self) -> None:
        """End all of them at once."""
        for wake in tuple(self._wakes):
            wake.set()

    @contextmanager
    def one(self) -> Generator[Event]:
        """A wait that goes on as long as the context. The event is set when it shall end."""
        wake = Event()
        self._wakes.add(wake)
        try:
            yield wake
        finally:
            self._wakes.discard(wake)
