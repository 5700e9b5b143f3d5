"""Going through a project."""

from collections.abc import Iterator

from connectory.model import Action, Connector, Project, Schema
from connectory.model.schema import children


def actions(project: Project) -> Iterator[tuple[Connector, Action]]:
    """Every action with its connector."""
    for connector in project.connectors:
        for action in connector.actions:
            yield connector, action


def roots(connector: Connector) -> Iterator[Schema]:
    """Every schema that is not inside another: of parameters, outputs and entities."""
    for action in connector.actions:
        yield from (parameter.schema for parameter in action.parameters)
        if action.output is not None:
            yield action.output
    yield from (webhook.payload for webhook in connector.webhooks)
    yield from (entity.schema for entity in connector.schemas)


def nested(schema: Schema) -> Iterator[Schema]:
    """The schema and all inside it."""
    yield schema
    for child in children(schema):
        yield from nested(child)
