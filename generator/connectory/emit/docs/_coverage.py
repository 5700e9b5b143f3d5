"""What a connector covers: of the operations of its API, and of what catalogues of others offer."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectory.model import Catalogue, Connector, Coverage
from connectory.naming import fold_identifier

from ._said import Said, Told, counted


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An action of a catalogue beside ours."""

    id: str
    title: str
    action: str
    action_title: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """A catalogue: what it offers, and the actions that it lacks, by id and title."""

    title: str
    offers: tuple[OfferView, ...]
    further: tuple[tuple[str, Told], ...]

    @property
    def count(self) -> Said:
        """The number of further actions with its noun."""
        return counted("{count} further action", "{count} further actions", len(self.further))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """A page. `known`, `covered` and `made_of_others` are counts; `left_out` has operations with the reason."""

    known: int
    covered: int
    actions: int
    made_of_others: int
    webhooks: int
    left_out: tuple[tuple[str, str], ...]
    catalogues: tuple[CatalogueView, ...]


def coverage_view(connector: Connector, titles: Mapping[str, Told]) -> CoverageView | None:
    """What the page says, `None` for a connector of which it is not known what there is to cover."""
    coverage = connector.coverage
    if coverage is None:
        return None
    left_out = _left_out(coverage)
    return CoverageView(
        known=len(coverage.operations),
        covered=len(coverage.operations) - len(left_out),
        actions=len(connector.actions),
        made_of_others=sum(action.composite is not None for action in connector.actions),
        webhooks=len(connector.webhooks),
        left_out=left_out,
        catalogues=tuple(_catalogue(catalogue, connector, titles) for catalogue in coverage.catalogues),
    )


def _left_out(coverage: Coverage) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{item.endpoint.method} {item.endpoint.path}", item.left_out)
        for item in coverage.operations
        if item.left_out is not None
    )


def _catalogue(catalogue: Catalogue, connector: Connector, titles: Mapping[str, Told]) -> CatalogueView:
    ours = {
        fold_identifier(alias.id): action
        for action in connector.actions
        for alias in action.aliases
        if alias.catalogue == catalogue.id
    }
    answered = {action.id for action in ours.values()}
    return CatalogueView(
        title=catalogue.title,
        offers=tuple(
            OfferView(id=offer.id, title=offer.title, action=action.id, action_title=titles[action.id])
            for offer in catalogue.offers
            if (action := ours.get(fold_identifier(offer.id))) is not None
        ),
        further=tuple((name, title) for name, title in titles.items() if name not in answered),
    )
