"""Output schemas reduced to what a model class needs, with tokens where a spec's text would stand."""

from dataclasses import dataclass, field
from typing import Any

from connectory.model import JsonValue, Schema
from connectory.model.answer import holds_secret
from connectory.naming import member_names, pascal_case

from ._class_names import ClassNames
from ._shapes import ANYTHING, Entities, enum_values, is_literal, is_record


@dataclass(frozen=True, slots=True)
class Tokens:
    """Stand-ins: letters and digits only, each found again by its name.

    `texts` are descriptions, `values` wire names and enum values; `names` gives the Python name for a
    token that stands for a wire name.
    """

    texts: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    names: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, text: str) -> str:
        token = f"TEXT{len(self.texts)}X"
        self.texts[token] = text
        return token

    def value(self, value: JsonValue) -> JsonValue:
        """A token for a text; other values are no danger and stay."""
        return self._stand_in(value) if isinstance(value, str) else value

    def member(self, wire: str, name: str) -> str:
        """The member's own name if Python can use it, else a token that is called `name` in Python."""
        if wire == name:
            return wire
        token = self._stand_in(wire)
        self.names[token] = name
        return token

    def _stand_in(self, text: str) -> str:
        token = f"VALUE{len(self.values)}X"
        self.values[token] = text
        return token


@dataclass(frozen=True, slots=True)
class ModelShapes:
    """Collects class definitions. Nested records become definitions of their own, named by their place."""

    entities: Entities
    names: ClassNames
    tokens: Tokens
    definitions: dict[str, Any] = field(default_factory=dict[str, Any])

    def add_inline(self, wanted: str, schema: Schema) -> str:
        """Define the class of an inline record, and tell its name."""
        name = self.names.record(wanted, schema)
        self.add(name, schema)
        return name

    def add(self, name: str, schema: Schema) -> None:
        """Define the class `name`, unless it is defined."""
        if name in self.definitions:
            return
        names = member_names(member.name for member in schema.properties)
        definition: dict[str, Any] = {"type": "object"}
        # Its place is taken before its members are looked at: classes come in the order of the spec.
        self.definitions[name] = definition
        if schema.description:
            definition["description"] = self.tokens.text(schema.description)
        members: dict[str, Any] = {}
        required: list[str] = []
        for member in schema.properties:
            key = self.tokens.member(member.name, names[member.name])
            shape = self._shape(member.schema, name + pascal_case(names[member.name]))
            if text := self.entities.inline(member.schema).description:
                shape = shape | {"description": self.tokens.text(text)}
            if holds_secret(member.schema, self.entities.schemas):
                shape = shape | {"repr": False}
            members[key] = shape
            if member.required:
                required.append(key)
        definition["properties"] = members
        definition["required"] = required

    def _shape(self, schema: Schema, name: str) -> dict[str, Any]:
        schema = self.entities.inline(schema)
        if schema.ref is not None:
            return {"$ref": f"#/$defs/{schema.ref}"}
        if values := enum_values(schema):
            return self._open_enum(schema, values)
        if is_record(schema):
            record = {"$ref": f"#/$defs/{self.add_inline(name, schema)}"}
            return {"anyOf": [record, {"type": "null"}]} if "null" in schema.types else record
        if branches := schema.any_of or schema.one_of:
            shapes = [self._shape(branch, f"{name}Option{number}") for number, branch in enumerate(branches, 1)]
            return {"anyOf": shapes} if all(shapes) else {}
        shapes = [self._plain(kind, schema, name) for kind in schema.types]
        return shapes[0] if len(shapes) == 1 else {"anyOf": shapes} if shapes else {}

    def _open_enum(self, schema: Schema, values: tuple[JsonValue, ...]) -> dict[str, Any]:
        if not all(is_literal(value) for value in values):
            return {}
        known = {"enum": [self.tokens.value(value) for value in values]}
        return {"anyOf": [known, *({"type": kind} for kind in schema.types)]}

    def _plain(self, kind: str, schema: Schema, name: str) -> dict[str, Any]:
        match kind:
            case "array":
                return {"type": "array", "items": self._shape(schema.items or ANYTHING, f"{name}Item")}
            case "object":
                members = schema.additional if isinstance(schema.additional, Schema) else ANYTHING
                return {"type": "object", "additionalProperties": self._shape(members, f"{name}Value") or True}
            case _:
                return {"type": kind}
