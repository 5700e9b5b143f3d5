"""What is shown around each page of a connector."""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from connectory.model import Connector

from ._said import Said, Told, say
from ._told import Texts

_PAGES = {
    "schemas": say("Schemas"),
    "webhooks": say("Webhooks"),
    "errors": say("Errors"),
    "coverage": say("Coverage"),
    "changelog": say("Changes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A resource. `anchor` has a hyphen, which no action's id has, so the two never meet. `actions`: ids and titles."""

    anchor: str
    title: Told
    actions: tuple[tuple[str, Told], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A connector: its actions by resource, and by name what its other pages are called. `hue` is that of its icon."""

    id: str
    title: str
    hue: int
    pages: Mapping[str, Said]
    groups: tuple[Group, ...]

    @property
    def letters(self) -> str:
        """What the icon shows."""
        return self.title[:1].upper()

    @property
    def titles(self) -> Mapping[str, Told]:
        """What each action is called, by its id."""
        return {name: title for group in self.groups for name, title in group.actions}


def frame_of(connector: Connector, texts: Texts) -> Frame:
    """The frame of a connector's pages. A page that would be empty is not there."""
    return Frame(
        id=connector.id,
        title=connector.title,
        hue=crc32(connector.id.encode()) % 360,
        pages={name: title for name, title in _PAGES.items() if getattr(connector, name)},
        groups=tuple(
            Group(
                anchor=f"resource-{resource.id}",
                title=texts.group(resource),
                actions=tuple((action.id, texts.title(action)) for action in resource.actions),
            )
            for resource in connector.resources
        ),
    )
