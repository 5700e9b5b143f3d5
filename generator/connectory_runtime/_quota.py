"""A limit to how much is repeated, so that a client does not make an outage worse."""

from threading import Lock

CAPACITY = 500
COST = 5
"""Of one repetition. A hundred of them without a success in between, and a client stops repeating."""


class Quota:
    """Tokens that repetitions cost, and that successes bring back. For all threads and tasks of one client."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._left = capacity
        self._lock = Lock()

    def take(self) -> bool:
        """Pay for a repetition, if there is enough left."""
        with self._lock:
            if self._left < COST:
                return False
            self._left -= COST
            return True

    def give_back(self, tokens: int) -> None:
        """Return what was not needed, or what a success has earned."""
        if self._left < self._capacity:
            with self._lock:
                self._left = min(self._capacity, self._left + tokens)
