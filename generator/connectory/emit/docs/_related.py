"""Actions that a reader of one may look for next."""

from collections.abc import Iterator

from connectory.model import Action, Connector, called_by

from ._said import Told
from ._told import title_of

_MOST = 8


def related_actions(action: Action, connector: Connector) -> tuple[tuple[str, Told], ...]:
    """By id and title: those that it names or that name it, and the others of its resource."""
    by_id = {item.id: item for item in connector.actions}
    names = dict.fromkeys(name for name in _names(action, connector) if name != action.id and name in by_id)
    return tuple((name, title_of(by_id[name], connector)) for name in list(names)[:_MOST])


def _names(action: Action, connector: Connector) -> Iterator[str]:
    yield from _named_by(action)
    yield from (other.id for other in connector.actions if action.id in _named_by(other))
    yield from (other.id for other in connector.actions if other.resource == action.resource)


def _named_by(action: Action) -> tuple[str, ...]:
    waited = (action.wait.action,) if action.wait is not None else ()
    replaced = (action.deprecated.replacement or "",) if action.deprecated is not None else ()
    return (*replaced, *called_by(action.composite), *waited)
