"""Which pages there are, and what each shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectory.model import Project

from ._connector import ConnectorView, connector_view
from ._said import Words, say
from ._spec_language import language_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its path below the folder of its language, without a suffix, and the template that shows `values`.

    `connector` is the one that it belongs to. `trail` are the pages above it, by path and title.
    """

    path: str
    template: str
    title: Words
    summary: Words
    values: Mapping[str, object]
    connector: ConnectorView | None = None
    trail: tuple[tuple[str, Words], ...] = ()

    @property
    def kind(self) -> str:
        """The last part of the template's name."""
        return self.template.rpartition("/")[2]


def pages_of(project: Project, package: str) -> Iterator[Page]:
    """All pages. `package` is the Python package of the clients."""
    connectors = tuple(connector_view(connector, package) for connector in project.connectors)
    yield Page(
        path="index",
        template="home",
        title=say("Connectors"),
        summary=say("Every connector, what its actions do, and how to call them."),
        values={"connectors": connectors},
    )
    yield Page(
        path="language",
        template="language",
        title=say("The spec language"),
        summary=say("Every key that a spec file may hold."),
        values={"parts": language_parts()},
        trail=(("index", say("Connectors")),),
    )
    for connector in connectors:
        yield from _connector_pages(connector)


def _connector_pages(connector: ConnectorView) -> Iterator[Page]:
    home = f"{connector.id}/index"
    trail: tuple[tuple[str, Words], ...] = (("index", say("Connectors")),)
    yield Page(
        path=home,
        template="connector/index",
        title=connector.title,
        summary=connector.summary,
        values={},
        connector=connector,
        trail=trail,
    )
    trail = (*trail, (home, connector.title))
    for resource in connector.resources:
        for action in resource.actions:
            yield Page(
                path=f"{connector.id}/actions/{action.id}",
                template="connector/action",
                title=action.title,
                summary=action.summary,
                values={"action": action, "resource": resource},
                connector=connector,
                trail=(*trail, (f"{home}#{resource.anchor}", resource.title)),
            )
    parts = (
        ("schemas", connector.schemas, say("Schemas"), say("The objects that are sent and returned.")),
        ("webhooks", connector.webhooks, say("Webhooks"), say("What {title} sends by itself.", title=connector.title)),
        ("errors", connector.errors, say("Errors"), say("What failures mean, and what to do.")),
        (
            "coverage",
            connector.coverage,
            say("Coverage"),
            say("What of {title} is covered by actions, and what is left out.", title=connector.title),
        ),
        ("changelog", connector.changelog, say("Changes"), say("What changed in this connector, newest first.")),
    )
    for name, content, title, summary in parts:
        if content:
            yield Page(
                path=f"{connector.id}/{name}",
                template=f"connector/{name}",
                title=title,
                summary=summary,
                values={},
                connector=connector,
                trail=trail,
            )
