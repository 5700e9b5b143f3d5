"""How often an action may be called, in words."""

from collections.abc import Iterator

from connectory.model import Action, Budget, Connector, Rate

from ._said import Said, Words, both, counted, say


def rate_texts(action: Action, connector: Connector) -> tuple[Words, ...]:
    """One text for each limit that counts the action: `5 calls a minute`."""
    return tuple(_texts(action, connector)) if action.endpoint is not None else ()


def budget_texts(budget: Budget) -> tuple[Words, ...]:
    """The limits of a whole connector, or of a group of its actions."""
    return tuple(_all(budget))


def _texts(action: Action, connector: Connector) -> Iterator[Words]:
    own = action.budget or Budget()
    yield from _all(own)
    for budget in connector.budgets:
        if budget.group is None:
            if not own.rates:
                for limit in _rates(budget):
                    yield say("{limit}, together with all actions that have no limit of their own", limit=limit)
            for limit in _at_once(budget):
                yield say("{limit}, together with all actions", limit=limit)
        elif budget.group == action.budget_group:
            for limit in _all(budget):
                yield say("{limit}, together with the others of the group {group}", limit=limit, group=budget.group)


def _all(budget: Budget) -> Iterator[Words]:
    yield from _rates(budget)
    yield from _at_once(budget)


def _rates(budget: Budget) -> Iterator[Words]:
    if budget.rates:
        yield both([_text(rate) for rate in budget.rates])


def _at_once(budget: Budget) -> Iterator[Words]:
    if budget.concurrent is not None:
        yield counted("{count} call at once", "{count} calls at once", budget.concurrent)


def _text(rate: Rate) -> Said:
    match rate.seconds:
        case 1:
            return counted("{count} call a second", "{count} calls a second", rate.calls)
        case 60:
            return counted("{count} call a minute", "{count} calls a minute", rate.calls)
        case 3600:
            return counted("{count} call an hour", "{count} calls an hour", rate.calls)
        case _:
            return counted("{count} call a day", "{count} calls a day", rate.calls)
