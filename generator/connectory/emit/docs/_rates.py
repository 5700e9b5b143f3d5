"""How often an action may be called, in words."""

from collections.abc import Iterator

from connectory.model import Action, Budget, Connector, Rate

_PERIODS = {1: "a second", 60: "a minute", 3600: "an hour", 86400: "a day"}


def rate_texts(action: Action, connector: Connector) -> tuple[str, ...]:
    """One text for each limit that counts the action: `5 calls a minute`."""
    return tuple(_texts(action, connector)) if action.endpoint is not None else ()


def _texts(action: Action, connector: Connector) -> Iterator[str]:
    own = action.budget or Budget()
    yield from _all(own, "")
    for budget in connector.budgets:
        if budget.group is None:
            if not own.rates:
                yield from _rates(budget, ", together with all actions that have no limit of their own")
            yield from _at_once(budget, ", together with all actions")
        elif budget.group == action.budget_group:
            yield from _all(budget, f", together with the others of the group {budget.group}")


def _all(budget: Budget, counted: str) -> Iterator[str]:
    yield from _rates(budget, counted)
    yield from _at_once(budget, counted)


def _rates(budget: Budget, counted: str) -> Iterator[str]:
    if budget.rates:
        yield " and ".join(map(_text, budget.rates)) + counted


def _at_once(budget: Budget, counted: str) -> Iterator[str]:
    if budget.concurrent is not None:
        yield f"{_calls(budget.concurrent)} at once{counted}"


def _text(rate: Rate) -> str:
    return f"{_calls(rate.calls)} {_PERIODS[rate.seconds]}"


def _calls(number: int) -> str:
    return f"{number} {'call' if number == 1 else 'calls'}"
