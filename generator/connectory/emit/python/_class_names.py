"""One place where the names of a connector's classes are given out."""

from collections.abc import Iterable

from connectory.diagnostics import Span
from connectory.model import Schema


class ClassNames:
    """Names for classes that no spec names: inline records, TypedDicts, result types.

    An entity keeps its own name. A name that is taken gets a suffix; the same record gets the same name
    every time it is asked for.
    """

    def __init__(self, entities: Iterable[str]) -> None:
        self._taken = set(entities)
        self._given: dict[tuple[str, Span], str] = {}

    def record(self, wanted: str, schema: Schema) -> str:
        """The class of an inline record that stands at one place of a spec."""
        return self._name(wanted, schema.source, "Inline")

    def typed_dict(self, record: str, schema: Schema) -> str:
        """The TypedDict of a record."""
        return self._name(f"{record}Input", schema.source, "Dict")

    def result(self, wanted: str, schema: Schema) -> str:
        """The alias for what an action returns. The record inside may have taken the plain name."""
        return self._name(f"{wanted}Type" if wanted in self._taken else wanted, schema.source, "Type")

    def _name(self, wanted: str, place: Span, suffix: str) -> str:
        key = (wanted, place)
        if key not in self._given:
            name = wanted
            while name in self._taken:
                name += suffix
            self._taken.add(name)
            self._given[key] = name
        return self._given[key]
