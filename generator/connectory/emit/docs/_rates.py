"""How often an action may be called, in words."""

from collections.abc import Iterator

from connectory.model import Action, Connector, Rate

_PERIODS = {1: "a second", 60: "a minute", 3600: "an hour", 86400: "a day"}


def rate_texts(action: Action, connector: Connector) -> tuple[str, ...]:
    """One text for each limit that counts the action: `5 calls a minute`."""
    return tuple(_texts(action, connector)) if action.endpoint is not None else ()


def _texts(action: Action, connector: Connector) -> Iterator[str]:
    rates = {rate.group: rate for rate in connector.rates}
    if action.rate is not None:
        yield _text(action.rate)
    elif None in rates:
        yield f"{_text(rates[None])}, together with all actions that have no limit of their own"
    if action.rate_group is not None:
        yield f"{_text(rates[action.rate_group])}, together with the others of the group {action.rate_group}"


def _text(rate: Rate) -> str:
    return f"{rate.calls} {'call' if rate.calls == 1 else 'calls'} {_PERIODS[rate.seconds]}"
