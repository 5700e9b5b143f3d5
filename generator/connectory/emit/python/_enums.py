"""`enums.py`: classes for enums whose values have names."""

from collections.abc import Iterator
from dataclasses import dataclass

from connectory.model import Connector, JsonValue, Schema
from connectory.model.json_schema import referenced
from connectory.model.schema import children
from connectory.naming import pascal_case, upper_snake_case

from ._class_names import ClassNames
from ._literals import literal


@dataclass(frozen=True, slots=True)
class EnumClass:
    """A labelled enum. `base` is `IntEnum` or `StrEnum`; members are names with expressions."""

    name: str
    base: str
    description: str | None
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EnumClasses:
    """All labelled enums of a connector. Enums with the same labels and values share a class."""

    classes: tuple[EnumClass, ...]
    names: dict[tuple[tuple[str, JsonValue], ...], str]

    def name_of(self, schema: Schema) -> str | None:
        """The class of a labelled enum, or `None`."""
        return self.names.get(_labels(schema))


def make_enums(connector: Connector, given: ClassNames) -> EnumClasses:
    """The classes of every labelled enum that callers can pass."""
    classes: dict[str, EnumClass] = {}
    names: dict[tuple[tuple[str, JsonValue], ...], str] = {}
    for place, schema in _labelled(connector):
        labels = _labels(schema)
        if labels in names:
            continue
        name = names[labels] = given.enum(place, schema)
        base = "IntEnum" if all(isinstance(value, int) for _, value in labels) else "StrEnum"
        members = tuple((upper_snake_case(label), literal(value)) for label, value in labels)
        classes[name] = EnumClass(name, base, schema.description, members)
    return EnumClasses(tuple(classes.values()), names)


def _labelled(connector: Connector) -> Iterator[tuple[str, Schema]]:
    parameters = [parameter for action in connector.actions for parameter in action.parameters]
    for parameter in parameters:
        yield from _within(parameter.schema, pascal_case(parameter.name))
    reached = referenced([parameter.schema for parameter in parameters], connector)
    for named in connector.schemas:
        if named.name in reached:
            yield from _within(named.schema, named.name)


def _within(schema: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    if _labels(schema):
        yield name, schema
    members = {id(member.schema): member.name for member in schema.properties}
    for child in children(schema):
        yield from _within(child, name + pascal_case(members.get(id(child), "")))


def _labels(schema: Schema) -> tuple[tuple[str, JsonValue], ...]:
    """Names with values; empty unless all values are integers, or all are texts, and each has a name."""
    labels = tuple((item.name, item.value) for item in schema.enum if item.name is not None)
    kinds = {type(value) for _, value in labels}
    return labels if len(labels) == len(schema.enum) and kinds in ({int}, {str}) else ()
