"""What was made before, for who asks for almost the same again and again, such as while specs are watched."""

from collections.abc import Callable, Hashable, Sequence
from types import FunctionType, MethodType
from typing import Any, TypeVar, TypeVarTuple

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_COMPARED = (str, bytes, type, FunctionType, MethodType)


class Memory:
    """Remembers nothing, as suits who asks once."""

    lasting = False

    def recall(self, make: Callable[[*Ts], T], *given: *Ts) -> T:
        """What `make` makes of exactly these things: it depends on nothing else, and nobody changes what it makes."""
        return make(*given)

    def recall_each(self, make: Callable[[Sequence[K]], Sequence[T]], things: Sequence[K]) -> Sequence[T]:
        """As `recall`, where `make` makes one thing of each of many, and does so faster when it gets them together."""
        return make(things)

    def same(self, name: Hashable, thing: T) -> T:
        """`thing`, or what had that name before when the two are equal, so that `recall` knows it again."""
        del name
        return thing


NO_MEMORY = Memory()


class LastRound(Memory):
    """Remembers what the last round of questions needed; what a round does not need is forgotten."""

    lasting = True

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[Any, Any]] = {}
        self._now: dict[Hashable, tuple[Any, Any]] = {}

    def begin(self) -> None:
        """Begin a round."""
        self._before, self._now = self._now, {}

    def recall(self, make: Callable[[*Ts], T], *given: *Ts) -> T:
        key = (make, *(thing if isinstance(thing, _COMPARED) else id(thing) for thing in given))
        # What was given stays alive with what was made of it, so that nothing else gets its identity.
        known = self._known(key) or (given, make(*given))
        self._now[key] = known
        made: T = known[1]
        return made

    def recall_each(self, make: Callable[[Sequence[K]], Sequence[T]], things: Sequence[K]) -> Sequence[T]:
        keys = [(make, thing) for thing in things]
        new = [key for key in keys if self._known(key) is None]
        made = make([thing for _, thing in new]) if new else ()
        self._now.update((key, ((), result)) for key, result in zip(new, made, strict=True))
        self._now.update((key, known) for key in keys if (known := self._known(key)) is not None)
        return tuple(self._now[key][1] for key in keys)

    def same(self, name: Hashable, thing: T) -> T:
        known = self._known(name)
        if known is None or known[1] != thing:
            known = ((), thing)
        self._now[name] = known
        kept: T = known[1]
        return kept

    def _known(self, key: Hashable) -> tuple[Any, Any] | None:
        return self._now.get(key) or self._before.get(key)
