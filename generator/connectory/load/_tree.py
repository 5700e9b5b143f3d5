"""The files of a project as they were read."""

from collections.abc import Iterator
from dataclasses import dataclass

from .nodes import Node


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An input: path relative to the project, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SpecFile:
    """A spec file. `path` is relative to the project, with `/`; `node` is `None` when the file is unusable."""

    path: str
    text: str
    node: Node | None


@dataclass(frozen=True, slots=True)
class ActionFile:
    """The file of an action: the folder it is in, and its own name without the extension."""

    resource: str
    id: str
    file: SpecFile


@dataclass(frozen=True, slots=True)
class WebhookFile:
    """The file of a webhook: its own name without the extension."""

    id: str
    file: SpecFile


@dataclass(frozen=True, slots=True)
class ConnectorFiles:
    """The files of one connector. Actions are sorted by resource, then by id; webhooks by id."""

    id: str
    connector: SpecFile | None
    schemas: SpecFile | None
    actions: tuple[ActionFile, ...]
    translations: tuple[SpecFile, ...]
    webhooks: tuple[WebhookFile, ...] = ()
    coverage: SpecFile | None = None
    changelog: SpecFile | None = None

    @property
    def files(self) -> Iterator[SpecFile]:
        """Every file that is there."""
        single = (self.connector, self.schemas, self.coverage, self.changelog)
        yield from (file for file in single if file is not None)
        yield from (action.file for action in self.actions)
        yield from (webhook.file for webhook in self.webhooks)
        yield from self.translations


@dataclass(frozen=True, slots=True)
class Tree:
    """Some connectors, and every file of theirs that was read, sorted by path."""

    connectors: tuple[ConnectorFiles, ...]
    sources: tuple[SourceFile, ...]

    @property
    def files(self) -> tuple[SpecFile, ...]:
        """Every spec file."""
        return tuple(file for connector in self.connectors for file in connector.files)
