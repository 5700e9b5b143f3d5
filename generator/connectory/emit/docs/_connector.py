"""A connector as its page shows it."""

from dataclasses import dataclass, replace

from connectory.memory import Memory
from connectory.model import Action, Change, Connector, Effect, Server
from connectory.naming import sentence_case

from ._action import EFFECTS, ActionView, Headings, action_view
from ._auth import AuthView, auth_views
from ._card import Card, card_of
from ._coverage import CoverageView, coverage_view
from ._failures import ErrorView, error_views
from ._fields import Rows
from ._frame import Group
from ._rates import budget_texts
from ._related import related_actions
from ._said import Said, Told, Words
from ._schemas import SchemaView, schema_views
from ._told import texts_of
from ._webhooks import WebhookView, parsing_snippet, secret_text, signature_text, webhook_views


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """A group with its actions."""

    group: Group
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorView:
    """A page. `has_choice` tells whether any action can be called by several schemes."""

    card: Card
    description: str | None
    audience: Told | None
    links: tuple[tuple[str, str], ...]
    servers: tuple[Server, ...]
    auth: tuple[AuthView, ...]
    has_choice: bool
    errors: tuple[ErrorView, ...]
    resources: tuple[ResourceView, ...]
    webhooks: tuple[WebhookView, ...]
    signature: Said
    secret: Said | None
    parsing: str
    coverage: CoverageView | None
    limits: tuple[tuple[str | None, tuple[Words, ...]], ...]
    schemas: tuple[SchemaView, ...]
    changelog: tuple[Change, ...]

    @property
    def effects(self) -> tuple[tuple[Effect, Said], ...]:
        """The effects that its actions have."""
        used = {action.effect for resource in self.resources for action in resource.actions}
        return tuple((effect, label) for effect, label in EFFECTS.items() if effect in used)


def connector_view(connector: Connector, package: str, memory: Memory) -> ConnectorView:
    """Everything a page says about a connector. `package` is the Python package of the clients."""
    bare = replace(connector, resources=(), translations=(), webhooks=(), coverage=None, changelog=())
    shared = memory.same(("shared", connector.id), bare, repr)
    rows = memory.recall(_rows, shared)
    texts = texts_of(connector)
    card = memory.recall(card_of, connector)
    frame = card.frame
    titles = frame.titles
    related = related_actions(connector, titles)

    def view(action: Action) -> ActionView:
        told = Headings(title=texts.title(action), summary=texts.summary(action), related=related[action.id])
        headings = memory.same(("headings", connector.id, action.id), told)
        return memory.recall(action_view, action, shared, rows, package, headings)

    return ConnectorView(
        card=card,
        description=connector.description,
        audience=texts.audience(connector),
        links=tuple((sentence_case(link.name), link.url) for link in connector.links),
        servers=connector.servers,
        auth=auth_views(connector),
        has_choice=any(len(action.auth) > 1 for action in connector.actions),
        errors=error_views(connector.errors),
        resources=tuple(
            ResourceView(group=group, actions=tuple(map(view, resource.actions)))
            for group, resource in zip(frame.groups, connector.resources, strict=True)
        ),
        webhooks=webhook_views(connector, rows),
        signature=signature_text(connector.signature),
        secret=secret_text(connector.signature),
        parsing=parsing_snippet(connector, package),
        coverage=coverage_view(connector, titles),
        limits=tuple((budget.group, budget_texts(budget)) for budget in connector.budgets if budget_texts(budget)),
        schemas=schema_views(connector, rows, titles),
        changelog=connector.changelog,
    )


def _rows(connector: Connector) -> Rows:
    return Rows(connector.entities)
