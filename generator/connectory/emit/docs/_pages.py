"""Which pages there are, and what each shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectory.memory import Memory
from connectory.model import Project

from ._card import card_of
from ._connector import ConnectorView, connector_view
from ._frame import Frame
from ._references import ABOUT, PLACES, ROOTS
from ._said import Words, say
from ._spec_language import language_parts, layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its path below the folder of its language, without a suffix, and the template that shows `values`.

    Texts and counts are all that it holds, so that pages that are equal look the same.
    `connector` is the frame of the one that it belongs to. `trail` are the pages above it, by path and title.
    """

    path: str
    template: str
    title: Words
    summary: Words
    values: Mapping[str, object]
    connector: Frame | None = None
    trail: tuple[tuple[str, Words], ...] = ()

    @property
    def kind(self) -> str:
        """The last part of the template's name."""
        return self.template.rpartition("/")[2]


def pages_of(project: Project, package: str, memory: Memory) -> Iterator[Page]:
    """All pages. `package` is the Python package of the clients; `memory` may know pages that are still the same."""
    yield Page(
        path="index",
        template="home",
        title=say("Connectors"),
        summary=say("Every connector, what its actions do, and how to call them."),
        values={"connectors": tuple(memory.recall(card_of, connector) for connector in project.connectors)},
    )
    yield memory.recall(_language_page)
    for connector in project.connectors:
        about = memory.recall(connector_view, connector, package, memory)
        yield from memory.recall(_connector_pages, about, memory)


def _language_page() -> Page:
    parts = language_parts()
    return Page(
        path="language",
        template="language",
        title=say("The spec language"),
        summary=say("Every key that a spec file may hold."),
        values={"layout": layout(parts), "parts": parts, "about": ABOUT, "roots": ROOTS, "places": PLACES},
        trail=(("index", say("Connectors")),),
    )


def _connector_pages(about: ConnectorView, memory: Memory) -> tuple[Page, ...]:
    pages = (_overview(about), *_action_pages(about), *_further_pages(about))
    return tuple(memory.same(page.path, page) for page in pages)


def _overview(about: ConnectorView) -> Page:
    return Page(
        path=_home(about.card.frame),
        template="connector/index",
        title=about.card.frame.title,
        summary=about.card.summary,
        values={"about": about},
        connector=about.card.frame,
        trail=(("index", say("Connectors")),),
    )


def _action_pages(about: ConnectorView) -> Iterator[Page]:
    frame = about.card.frame
    for resource in about.resources:
        group = resource.group
        for action in resource.actions:
            yield Page(
                path=f"{frame.id}/actions/{action.id}",
                template="connector/action",
                title=action.title,
                summary=action.summary,
                values={"action": action, "group": group},
                connector=frame,
                trail=(*_trail(frame), (f"{_home(frame)}#{group.anchor}", group.title)),
            )


def _further_pages(about: ConnectorView) -> Iterator[Page]:
    frame = about.card.frame
    contents: dict[str, tuple[Words, dict[str, object]]] = {
        "schemas": (say("The objects that are sent and returned."), {"schemas": about.schemas}),
        "webhooks": (
            say("What {title} sends by itself.", title=frame.title),
            {
                "webhooks": about.webhooks,
                "signature": about.signature,
                "secret": about.secret,
                "parsing": about.parsing,
            },
        ),
        "errors": (say("What failures mean, and what to do."), {"errors": about.errors}),
        "coverage": (
            say("What of {title} is covered by actions, and what is left out.", title=frame.title),
            {"coverage": about.coverage},
        ),
        "changelog": (say("What changed in this connector, newest first."), {"changelog": about.changelog}),
    }
    for name, title in frame.pages.items():
        summary, values = contents[name]
        yield Page(
            path=f"{frame.id}/{name}",
            template=f"connector/{name}",
            title=title,
            summary=summary,
            values=values,
            connector=frame,
            trail=_trail(frame),
        )


def _home(frame: Frame) -> str:
    return f"{frame.id}/index"


def _trail(frame: Frame) -> tuple[tuple[str, Words], ...]:
    return (("index", say("Connectors")), (_home(frame), frame.title))
