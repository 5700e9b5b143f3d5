"""Actions that a reader of one may look for next."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from typing import TypeAlias

from connectory.model import Action, Connector, called_by

from ._said import Told

Related: TypeAlias = tuple[tuple[str, Told], ...]
"""Actions by id and title."""

_MOST = 8


def related_actions(connector: Connector, titles: Mapping[str, Told]) -> Mapping[str, Related]:
    """For each action: those that it names or that name it, and the others of its resource."""
    named = {action.id: _named_by(action) for action in connector.actions}
    naming: defaultdict[str, list[str]] = defaultdict(list)
    for name, others in named.items():
        for other in dict.fromkeys(others):
            naming[other].append(name)
    related: dict[str, Related] = {}
    for resource in connector.resources:
        beside = [action.id for action in resource.actions]
        for name in beside:
            near = dict.fromkeys((*named[name], *naming[name], *beside))
            known = (other for other in near if other != name and other in titles)
            related[name] = tuple((other, titles[other]) for other in islice(known, _MOST))
    return related


def _named_by(action: Action) -> tuple[str, ...]:
    waited = (action.wait.action,) if action.wait is not None else ()
    replaced = (action.deprecated.replacement or "",) if action.deprecated is not None else ()
    return (*replaced, *called_by(action.composite), *waited)
