"""Entities as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectory.model import Action, Connector, Schema
from connectory.model.json_schema import referenced

from ._fields import FieldView, Rows, flatten
from ._said import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaView:
    """An entity: its members, and the actions that send or return it, by id and title."""

    name: str
    description: str | None
    members: tuple[FieldView, ...]
    used_by: tuple[tuple[str, Told], ...]

    @property
    def all_members(self) -> tuple[tuple[str, FieldView], ...]:
        """The rows of the members with all nested rows between them, by path."""
        return tuple(flatten(self.members))


def schema_views(connector: Connector, rows: Rows, titles: Mapping[str, Told]) -> tuple[SchemaView, ...]:
    """The entities of a connector, in declared order."""
    reached = {action.id: set(referenced(_schemas(action), connector)) for action in connector.actions}
    return tuple(
        SchemaView(
            name=named.name,
            description=named.schema.description,
            members=rows.payload(named.schema),
            used_by=tuple((name, titles[name]) for name, names in reached.items() if named.name in names),
        )
        for named in connector.schemas
    )


def _schemas(action: Action) -> list[Schema]:
    sent = [item.schema for item in action.parameters if not item.ignored]
    return [*sent, action.output] if action.output is not None else sent
