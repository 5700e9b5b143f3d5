"""What was made before, for who asks for almost the same again and again, such as while specs are watched."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
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

    def complete(self) -> None:
        """Tell that a round has asked for all that it needed."""

    def same(self, name: Hashable, thing: T, shown: Callable[[T], object] | None = None) -> T:
        """`thing`, or what had that name before when the two are equal, so that `recall` knows it again.

        What is equal may still look different, such as 1 and 1.0, or objects in JSON with members in another order.
        Where that matters, `shown` tells as what things are compared.
        """
        del name, shown
        return thing


NO_MEMORY = Memory()
_EACH = "each"


@dataclass(frozen=True, slots=True)
class _Known:
    """What was made of what was `given`, which stays alive here, so that nothing else gets its identity.

    `asked` are the keys of what was asked for on the way.
    """

    result: Any
    given: tuple[Any, ...] = ()
    asked: tuple[Hashable, ...] = ()


class LastRound(Memory):
    """Remembers what the last round of questions needed; what a complete round does not need is forgotten."""

    lasting = True

    def __init__(self) -> None:
        self._before: dict[Hashable, _Known] = {}
        self._now: dict[Hashable, _Known] = {}
        self._asked: list[Hashable] = []
        self._complete = False

    def begin(self) -> None:
        """Begin a round."""
        self._before = self._now if self._complete else {**self._before, **self._now}
        self._now, self._asked, self._complete = {}, [], False

    def complete(self) -> None:
        self._complete = True

    def recall(self, make: Callable[[*Ts], T], *given: *Ts) -> T:
        key = (make, *(thing if isinstance(thing, _COMPARED) else id(thing) for thing in given))
        known = self._find(key)
        if known is None:
            outside, self._asked = self._asked, []
            try:
                made = make(*given)
            finally:
                inside, self._asked = self._asked, outside
            known = _Known(made, given, tuple(inside))
        result: T = self._keep(key, known)
        return result

    def recall_each(self, make: Callable[[Sequence[K]], Sequence[T]], things: Sequence[K]) -> Sequence[T]:
        known = {thing: self._find((_EACH, make, thing)) for thing in things}
        new = [thing for thing in known if known[thing] is None]
        made = dict(zip(new, make(new) if new else (), strict=True))
        return tuple(self._keep((_EACH, make, thing), known[thing] or _Known(made[thing])) for thing in things)

    def same(self, name: Hashable, thing: T, shown: Callable[[T], object] | None = None) -> T:
        look = thing if shown is None else shown(thing)
        known = self._find(name)
        result: T = self._keep(name, known if known is not None and known.given == (look,) else _Known(thing, (look,)))
        return result

    def _find(self, key: Hashable) -> _Known | None:
        return self._now.get(key) or self._before.get(key)

    def _keep(self, key: Hashable, known: _Known) -> Any:
        self._asked.append(key)
        self._now[key] = known
        self._keep_all(known.asked)
        return known.result

    def _keep_all(self, keys: Sequence[Hashable]) -> None:
        """Keep what is not asked for again, as what was made of it is known, but will be once that changes."""
        for key in keys:
            if key not in self._now:
                known = self._now[key] = self._before[key]
                self._keep_all(known.asked)
