"""The texts of specs that have translations."""

from connectory.model import Action, Connector

from ._said import Told


def title_of(action: Action, connector: Connector) -> Told:
    """What an action is called."""
    return Told(f"{connector.id}.{action.id}.title", action.title)


def summary_of(action: Action, connector: Connector) -> Told:
    """What an action does, in a sentence."""
    return Told(f"{connector.id}.{action.id}.summary", action.summary)
