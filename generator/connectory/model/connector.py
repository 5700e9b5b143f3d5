"""A connector and the project that holds them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from connectory.diagnostics import Span

from .action import Action
from .auth import AuthScheme
from .behaviour import Budget, ErrorRule, Pagination
from .change import Change
from .coverage import Coverage
from .place import Place, find_place
from .schema import NamedSchema, Schema
from .translation import Translation
from .webhook import Signature, Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page about the product. `name` says which, such as `home` or `api`."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL without a slash at its end."""

    url: str
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A folder of actions; `id` is the folder's name."""

    id: str
    title: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """All that is known of one API. The first server is the default.

    `default_auth` names the schemes of actions that name none, the preferred one first. The one of `budgets` without a
    group counts all actions. `signature` tells how deliveries of `webhooks` are signed, if they are.
    """

    id: str
    title: str
    summary: str
    description: str | None
    audience: str | None = None
    links: tuple[Link, ...]
    servers: tuple[Server, ...]
    auth: tuple[AuthScheme, ...]
    default_auth: tuple[str, ...]
    verify: str | None
    pagination: tuple[Pagination, ...]
    budgets: tuple[Budget, ...]
    errors: tuple[ErrorRule, ...]
    schemas: tuple[NamedSchema, ...]
    resources: tuple[Resource, ...]
    source: Span
    webhooks: tuple[Webhook, ...] = ()
    signature: Signature | None = None
    coverage: Coverage | None = None
    changelog: tuple[Change, ...] = ()
    translations: tuple[Translation, ...] = ()
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action, resource by resource."""
        return tuple(action for resource in self.resources for action in resource.actions)

    @property
    def entities(self) -> dict[str, Schema]:
        """The schemas of `schemas.yaml` by name, in their order."""
        return {entity.name: entity.schema for entity in self.schemas}

    def schemes_of(self, action: Action) -> tuple[AuthScheme, ...]:
        """The ways to call an action, the preferred one first; for a composite action, those of `default_auth`."""
        return self.schemes(action.auth or self.default_auth)

    def schemes(self, names: Iterable[str]) -> tuple[AuthScheme, ...]:
        """The schemes of these names, in their order."""
        return tuple(scheme for name in names for scheme in self.auth if scheme.id == name)

    def at(self, key: str) -> Span:
        """Where the value of a key of `connector.yaml` stands; all of the file when the key is not there."""
        return find_place(self.places, key, self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """An input file: path relative to the project, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything the emitters see. Connectors are sorted by id, sources by path."""

    connectors: tuple[Connector, ...]
    sources: tuple[SourceFile, ...]
