"""`components.schemas`: entities as requests and as answers see them."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from connectory.model import Connector, Schema
from connectory.model.json_schema import Direction, referenced, schema_json


class Components:
    """The entities of a connector under the names that they have in the document.

    An entity that requests and answers see alike has one schema. Where the two differ, as closed and open
    enums do, requests have one of their own, called `…Input`. Only what is used is kept.
    """

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._named = connector.entities
        self._differing = self._find_differing()
        self._used: dict[str, dict[str, Any]] = {}

    @property
    def named(self) -> dict[str, Schema]:
        """The entities by name."""
        return self._named

    def schema(self, schema: Schema, direction: Direction) -> dict[str, Any]:
        """A schema whose references lead into the document."""
        self._use(referenced((schema,), self._connector), direction)
        return schema_json(schema, direction, partial(self._address, direction))

    def schemas(self) -> dict[str, Any]:
        """All entities that were used, by name."""
        return dict(sorted(self._used.items()))

    def _use(self, names: Iterable[str], direction: Direction) -> None:
        for name in names:
            shared = self._shared_name(name, direction)
            if shared not in self._used:
                self._used[shared] = schema_json(self._named[name], direction, partial(self._address, direction))

    def _find_differing(self) -> frozenset[str]:
        own = {
            name
            for name, schema in self._named.items()
            if schema_json(schema, "input") != schema_json(schema, "output")
        }
        return frozenset(
            name for name, schema in self._named.items() if own & {name, *referenced((schema,), self._connector)}
        )

    def _shared_name(self, name: str, direction: Direction) -> str:
        if direction == "output" or name not in self._differing:
            return name
        own = f"{name}Input"
        while own in self._named:
            own += "_"
        return own

    def _address(self, direction: Direction, name: str) -> str:
        return f"#/components/schemas/{self._shared_name(name, direction)}"
