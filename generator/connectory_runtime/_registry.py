"""Identifiers and the actions they stand for. Descriptors are imported when they are first asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from ._action import Action, Connector
from ._composite_action import Composite
from ._errors import UnknownAction
from ._names import fold, suggestion


class Registry:
    """Finds actions of a connector.

    `identifiers` maps every id and alias to a module under the package's `actions` and a constant there.
    """

    def __init__(self, connector: Connector, identifiers: Mapping[str, tuple[str, str]]) -> None:
        self._connector = connector
        self._identifiers = identifiers
        self._by_form = {fold(name): place for name, place in identifiers.items()}

    def find(self, identifier: str) -> Action[Any] | Composite[Any]:
        """The action of an id or alias. Case, `-`, space and `_` make no difference.

        Raises:
            UnknownAction: when there is none.
        """
        place = self._by_form.get(fold(identifier))
        if place is None:
            shown = identifier if len(identifier) <= 80 else f"{identifier[:80]}…"
            raise UnknownAction(
                f"there is no action {shown!r}{suggestion(identifier, self._identifiers)}",
                connector=self._connector.id,
                advice=f"use one of the {len(self._identifiers)} identifiers of {self._connector.title}",
            )
        return self._load(place)

    def named(self, name: str) -> Action[Any] | Composite[Any]:
        """The action of an id, as it is written."""
        return self._load(self._identifiers[name])

    def _load(self, place: tuple[str, str]) -> Action[Any] | Composite[Any]:
        module, constant = place
        declared = getattr(import_module(f"{self._connector.package}.actions.{module}"), constant)
        return cast("Action[Any] | Composite[Any]", declared)
