"""One place where the names of a connector's classes are given out."""

from collections.abc import Iterable, Mapping

from connectory.diagnostics import Span
from connectory.model import Schema

_USED = frozenset(
    {
        "Action",
        "AsyncBatchJob",
        "AsyncClient",
        "AsyncJob",
        "AsyncPages",
        "AtOnce",
        "Batch",
        "BatchJob",
        "Branch",
        "Choose",
        "Client",
        "Composite",
        "Condition",
        "Download",
        "Each",
        "Entries",
        "EnvelopeField",
        "ErrorRule",
        "FileInput",
        "Fixed",
        "InputRule",
        "IntEnum",
        "Job",
        "Literal",
        "Mapping",
        "NotRequired",
        "Options",
        "Outcomes",
        "Pages",
        "Pagination",
        "Parameter",
        "Rate",
        "Sequence",
        "Signature",
        "Split",
        "Step",
        "Steps",
        "StrEnum",
        "TypedDict",
        "UnknownPayload",
        "Unset",
        "Wait",
        "Webhook",
        "Webhooks",
    }
)
"""What modules of a client import beside its own classes."""


class ClassNames:
    """Names for classes that no spec names: inline records, TypedDicts, enums, result types.

    An entity keeps its own name. A name that is taken gets a suffix; the same record gets the same name
    every time it is asked for. `others` are classes that the client has besides.
    """

    def __init__(self, entities: Mapping[str, Schema], others: Iterable[str] = ()) -> None:
        self._entities = entities
        self._used = _USED.union(others)
        self._taken = self._used.union(entities)
        self._given: dict[tuple[str, Span], str] = {}

    def imported(self, name: str) -> str:
        """What an entity is called outside of the module of models. No entity has an underscore in its name."""
        return f"_{name}" if name in self._used else name

    def record(self, wanted: str, schema: Schema) -> str:
        """The class of an inline record that stands at one place of a spec."""
        return self._name(wanted, schema.source, "Inline")

    def typed_dict(self, record: str, schema: Schema) -> str:
        """The TypedDict of a record."""
        return self._name(f"{record}Input", schema.source, "Dict")

    def enum(self, wanted: str, schema: Schema) -> str:
        """The class of an enum whose values have names. That of an entity has the entity's, if it can."""
        entity = self._entities.get(wanted)
        if entity is not None and entity.source == schema.source and wanted not in self._used:
            return wanted
        return self._name(wanted, schema.source, "Enum")

    def result(self, wanted: str, schema: Schema) -> str:
        """The alias for what an action returns. The record inside may have taken the plain name."""
        return self._name(f"{wanted}Type" if wanted in self._taken else wanted, schema.source, "Type")

    def _name(self, wanted: str, place: Span, suffix: str) -> str:
        key = (wanted, place)
        if key not in self._given:
            name = wanted
            while name in self._taken:
                name += suffix
            self._taken |= {name}
            self._given[key] = name
        return self._given[key]
