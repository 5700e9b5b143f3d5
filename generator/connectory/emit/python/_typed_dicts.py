"""`inputs.py`: a TypedDict for every record that callers can pass as a dict."""

import ast
import keyword
from collections.abc import Iterator
from dataclasses import dataclass

from connectory.model import Connector, Schema
from connectory.model.json_schema import referenced
from connectory.naming import pascal_case

from ._annotations import Imports, InputAnnotations
from ._class_names import ClassNames
from ._enums import EnumClasses
from ._literals import docstring, mapping
from ._shapes import Entities

_INDENT = 4


@dataclass(frozen=True, slots=True)
class TypedMember:
    """One key with its type; `docstring` follows it, already indented and quoted, or is empty."""

    name: str
    annotation: str
    docstring: str


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """A TypedDict. `functional` is its members as a dict display, or empty when all keys can be members of a class."""

    name: str
    docstring: str
    members: tuple[TypedMember, ...]
    functional: str


@dataclass(frozen=True, slots=True)
class InputsModule:
    """What `inputs.py` holds."""

    records: tuple[TypedRecord, ...]
    imports: Imports


class InputTypes:
    """Annotations of a connector's inputs; the records that they mention are collected on the way."""

    def __init__(
        self, connector: Connector, entities: Entities, names: ClassNames, models: frozenset[str], enums: EnumClasses
    ) -> None:
        self._records: dict[str, Schema] = {}
        inputs = [parameter.schema for action in connector.actions for parameter in action.parameters]
        for name in referenced(inputs, connector):
            if entities.is_record(name):
                self._records[names.typed_dict(name, entities.schemas[name])] = entities.schemas[name]
        self.annotations = InputAnnotations(entities, names, models, enums.name_of, self._add)

    def module(self) -> InputsModule:
        """The records; complete once every signature has been written."""
        imports = Imports()
        written: dict[str, TypedRecord] = {}
        while waiting := [name for name in self._records if name not in written]:
            for name in waiting:
                written[name] = self._record(name, self._records[name], imports)
        return InputsModule(tuple(written[name] for name in self._records), imports)

    def _add(self, name: str, schema: Schema) -> None:
        self._records.setdefault(name, schema)

    def _record(self, name: str, schema: Schema, imports: Imports) -> TypedRecord:
        members: list[TypedMember] = []
        for member in schema.properties:
            place = name.removesuffix("Input") + pascal_case(member.name)
            annotation = self.annotations.expression(member.schema, place, imports)
            if not member.required:
                imports.typing.add("NotRequired")
                annotation = f"NotRequired[{annotation}]"
            text = self.annotations.entities.inline(member.schema).description
            shown = docstring(text, _INDENT) if text else ""
            members.append(TypedMember(member.name, annotation, shown))
        used = {name for member in members for name in _names_in(member.annotation)}
        plain = all(_is_name(member.name) and member.name not in used for member in members)
        # A type in quotes is one text, however long: type checkers read no other.
        display = {member.name: repr(member.annotation) for member in members}
        return TypedRecord(
            name=name,
            docstring=docstring(schema.description, _INDENT) if schema.description else "",
            members=tuple(members),
            functional="" if plain else mapping(display),
        )


def _names_in(annotation: str) -> Iterator[str]:
    """The names that a type mentions. In a class, a member of such a name would hide what it stands for."""
    return (node.id for node in ast.walk(ast.parse(annotation, mode="eval")) if isinstance(node, ast.Name))


def _is_name(text: str) -> bool:
    """Whether a key can be written as a member of a class. A leading double underscore would be mangled."""
    # `dt` is what the module calls `datetime`.
    named = text.isascii() and text.isidentifier() and not keyword.iskeyword(text)
    return named and not text.startswith("__") and text != "dt"
