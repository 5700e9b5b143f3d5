"""The texts of specs that have translations. Their keys are the paths in files of translations."""

from connectory.model import Action, Connector, Resource

from ._said import Told


def title_of(action: Action, connector: Connector) -> Told:
    """What an action is called."""
    return Told(f"{connector.id}.actions.{action.id}.title", action.title)


def summary_of(action: Action, connector: Connector) -> Told:
    """What an action does, in a sentence."""
    return Told(f"{connector.id}.actions.{action.id}.summary", action.summary)


def resource_title_of(resource: Resource, connector: Connector) -> Told:
    """What a resource is called."""
    return Told(f"{connector.id}.resources.{resource.id}.title", resource.title)


def connector_summary_of(connector: Connector) -> Told:
    """What the product is, in a sentence."""
    return Told(f"{connector.id}.connector.summary", connector.summary)


def audience_of(connector: Connector) -> Told | None:
    """Who the product is for."""
    return None if connector.audience is None else Told(f"{connector.id}.connector.audience", connector.audience)
