"""A connector as the first page shows it."""

from dataclasses import dataclass

from connectory.model import Connector

from ._frame import Frame, frame_of
from ._said import Said, Told, counted
from ._told import texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What it is for, and how much there is: `number` counts the actions."""

    frame: Frame
    summary: Told
    number: int
    webhooks: int
    resources: int

    @property
    def count(self) -> Said:
        """The number of actions with its noun."""
        return counted("{count} action", "{count} actions", self.number)


def card_of(connector: Connector) -> Card:
    """The card of a connector."""
    texts = texts_of(connector)
    return Card(
        frame=frame_of(connector, texts),
        summary=texts.product(connector),
        number=len(connector.actions),
        webhooks=len(connector.webhooks),
        resources=len(connector.resources),
    )
