"""Which actions the demo calls, and how."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.model import Action, Connector, Effect, Example

Way: TypeAlias = Literal["sync", "async", "execute"]

_EFFECTS: tuple[Effect, ...] = ("read", "write", "send", "delete")
_MOST = 4


@dataclass(frozen=True, slots=True)
class Call:
    """One call: an action with the input of one of its examples. `client` is the variable that holds the client."""

    client: str
    action: Action
    example: Example
    way: Way

    @property
    def identifier(self) -> str:
        """What `execute` is given: the name from another catalogue where there is one."""
        return self.action.aliases[0].id if self.action.aliases else self.action.id

    @property
    def is_paged(self) -> bool:
        """Whether the method returns a list to iterate over; `execute` asks for one page."""
        return self.action.pagination is not None and self.way != "execute"

    @property
    def starts_job(self) -> bool:
        """Whether the method returns a job to wait for; `execute` starts it and does not wait."""
        return self.action.wait is not None and self.way != "execute"


def calls_of(connector: Connector) -> tuple[Call, ...]:
    """A handful of calls, of every effect that the connector has. Ways take turns."""
    ready = [
        (action, example)
        for action in connector.actions
        if action.endpoint is not None
        for example in action.examples[:1]
        if 200 <= example.response.status < 300
    ]
    by_effect = [[pair for pair in ready if pair[0].effect == effect] for effect in _EFFECTS]
    # Inputs with several members show more than empty ones.
    ranked = [sorted(pairs, key=lambda pair: -len(pair[1].input)) for pairs in by_effect]
    turns = [pair for turn in range(_MOST) for pairs in ranked for pair in pairs[turn : turn + 1]]
    ways: tuple[Way, ...] = ("sync", "execute", "async", "async")
    return tuple(Call(connector.id, action, example, way) for (action, example), way in zip(turns, ways, strict=False))
