"""`connector.yaml`: what all actions of an API share."""

from connectory.load.nodes import MappingNode
from connectory.model import AuthScheme, Connector, Coverage, NamedSchema, Place, Resource, Webhook

from ._behaviour import read_budgets
from ._calls import UNKNOWN_ACTION
from ._failures import read_errors
from ._pagination import definitions, read_unbound
from ._read import text, text_at, value_at
from ._scope import Scope
from ._urls import read_links, read_servers
from ._webhooks import read_signature


def read_connector(
    name: str,
    node: MappingNode,
    schemes: tuple[AuthScheme, ...],
    entities: tuple[NamedSchema, ...],
    resources: tuple[Resource, ...],
    webhooks: tuple[Webhook, ...],
    coverage: Coverage | None,
    scope: Scope,
) -> Connector:
    """The connector, with the schemes, schemas, actions and webhooks that were read for it."""
    found = scope.found
    return Connector(
        id=name,
        title=text(value_at(node, "title")),
        summary=text(value_at(node, "summary")),
        description=text_at(node, "description"),
        audience=text_at(node, "audience"),
        links=read_links(node, found),
        servers=read_servers(node, found),
        auth=schemes,
        default_auth=scope.default_auth,
        verify=_verify(node, scope),
        pagination=tuple(read_unbound(entry, found) for entry in definitions(node)),
        budgets=read_budgets(node, found),
        errors=read_errors(node, None, scope),
        schemas=entities,
        resources=resources,
        source=node.span,
        webhooks=webhooks,
        signature=read_signature(node, scope),
        coverage=coverage,
        places=tuple(Place(key=entry.key, span=entry.value.span) for entry in node),
    )


def _verify(node: MappingNode, scope: Scope) -> str | None:
    action = node.get("verify")
    if action is None or not scope.actions.find(text(action), action.span, UNKNOWN_ACTION, scope.found):
        return None
    return text(action)
