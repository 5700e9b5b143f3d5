"""Parameters, members and envelope as rows of tables, with the rows of nested objects inside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from connectory.model import (
    Action,
    EnumValue,
    EnvelopeField,
    EnvelopeObject,
    EnvelopeValue,
    ReferenceRoot,
    Schema,
    is_binary,
)

from ._evidence import EvidenceView, evidence_view
from ._limits import limits_of, pattern_of
from ._said import Said, Words, counted, say
from ._shapes import Entities, ValueView, entity_of, format_of, type_name, value_text, values_of

SHOWN_VALUES = 12
"""How many allowed values are shown before the rest has to be opened."""

_DEEPEST = 6
"""How many entities may stand within one another; what is further inside is told by its name."""

_ORIGINS: dict[ReferenceRoot, Said] = {
    "response.status": say("Status code of the answer."),
    "response.headers": say("A header of the answer."),
    "response.text": say("The answer as text."),
}
"""What a member of the envelope is when its schema does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One row.

    `name` is a name on the wire, or words when `named` is false: an alternative, or members of any name.
    `step` leads from the value around this one to this one: `.email`, or `[].email` from a list. `members` are the rows
    of the object, or of the objects in the list; `repeats` is the entity whose rows are left out, as they would repeat
    those around this one or lie too far inside.
    """

    name: Words
    step: str
    named: bool = True
    type: str
    entity: str | None = None
    format: str | None = None
    required: bool
    deprecated: bool = False
    secret: bool = False
    description: Words | None = None
    default: str | None = None
    limits: tuple[Words, ...] = ()
    pattern: str | None = None
    values: tuple[ValueView, ...] = ()
    more_values: tuple[ValueView, ...] = ()
    examples: tuple[str, ...] = ()
    evidence: EvidenceView | None = None
    members: tuple["FieldView", ...] = ()
    repeats: str | None = None

    @property
    def count(self) -> Said:
        """How many rows are inside."""
        return counted("{count} member", "{count} members", len(self.members))


_Found: TypeAlias = tuple[tuple[FieldView, ...], str | None]
"""The rows inside a value, and the entity whose rows are left out."""


class Rows:
    """Makes the rows of a connector with these entities, those inside an entity once for all that have it."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities
        self._known: dict[tuple[str, str, tuple[str, ...]], _Found] = {}

    def input(self, action: Action) -> tuple[FieldView, ...]:
        """A row for each parameter, in declared order. Ignored parameters have none."""
        return tuple(
            replace(
                self._field(item.name, item.name, item.schema, required=item.required),
                secret=item.secret or item.schema.secret,
                evidence=evidence_view(item.evidence),
            )
            for item in action.parameters
            if not item.ignored
        )

    def output(self, action: Action) -> tuple[FieldView, ...]:
        """The envelope that `execute` returns: `data`, `error`, `successful` and what the action adds."""
        extra = {field.name: field for field in action.envelope}
        own = extra.pop("data", None)
        data = self._envelope_field(own) if own is not None else self._answer(action)
        return (
            replace(data, description=data.description or say("What the API answered.")),
            FieldView(
                name="error",
                step="error",
                type="string",
                required=False,
                description=say("What went wrong, when something did."),
            ),
            FieldView(
                name="successful",
                step="successful",
                type="boolean",
                required=True,
                description=say("Whether the action did what it says."),
            ),
            *map(self._envelope_field, extra.values()),
        )

    def returned(self, action: Action) -> tuple[FieldView, ...]:
        """The members of what the method returns; of what the first call answers where it returns that later."""
        return () if action.returned is None else self._members(action.returned, "", ())[0]

    def payload(self, payload: Schema) -> tuple[FieldView, ...]:
        """The members of what a webhook sends, or of an entity."""
        return self._members(payload, "payload", ())[0]

    def _answer(self, action: Action) -> FieldView:
        return self._field("data", "data", action.output or Schema(source=action.source), required=True)

    def _envelope_field(self, field: EnvelopeField) -> FieldView:
        return self._envelope_value(field.name, field.name, field.value, required=field.total)

    def _envelope_value(
        self, name: str, step: str, value: EnvelopeValue | EnvelopeObject, *, required: bool
    ) -> FieldView:
        if isinstance(value, EnvelopeValue):
            field = self._field(name, step, value.reference.schema, required=required)
            return replace(
                field,
                default=_default(value.default) or field.default,
                description=field.description or _ORIGINS.get(value.reference.root),
            )
        members = tuple(
            self._envelope_value(key, f".{key}", member, required=member.total) for key, member in value.members
        )
        return FieldView(name=name, step=step, type="object", required=required, members=members)

    def _field(
        self,
        name: Words,
        step: str,
        schema: Schema,
        *,
        required: bool,
        inside: tuple[str, ...] = (),
        found: _Found | None = None,
    ) -> FieldView:
        """A row. `found` are its members, where they are known already."""
        target = self._target(schema)
        members, repeats = found or self._members(schema, "", inside)
        values = values_of(schema, self._entities)
        return FieldView(
            name=name,
            step=step,
            type=type_name(schema, self._entities),
            entity=entity_of(schema),
            format=format_of(schema, self._entities),
            required=required,
            deprecated=schema.deprecated or target.deprecated,
            secret=schema.secret or target.secret,
            description=_description(schema, target),
            default=_default(schema.default or target.default),
            limits=limits_of(target),
            pattern=pattern_of(target),
            values=values[:SHOWN_VALUES],
            more_values=values[SHOWN_VALUES:],
            examples=tuple(value_text(example) for example in schema.examples or target.examples),
            members=members,
            repeats=repeats,
        )

    def _target(self, schema: Schema) -> Schema:
        """What a reference leads to; the schema itself when it is none."""
        seen: set[str] = set()
        while schema.ref is not None and schema.ref not in seen:
            seen.add(schema.ref)
            schema = self._entities[schema.ref]
        return schema

    def _members(self, schema: Schema, step: str, inside: tuple[str, ...]) -> _Found:
        """The rows inside a value, or the entity that stands around it already or is too far inside.

        `step` leads to the value from the row that the rows will be in.
        """
        if schema.ref is not None:
            return self._entity(schema.ref, step, inside)
        if schema.items is not None:
            return self._members(schema.items, f"{step}[]", inside)
        rows = [
            self._field(item.name, f"{step}.{item.name}", item.schema, required=item.required, inside=inside)
            for item in schema.properties
        ]
        if isinstance(schema.additional, Schema):
            row = self._field(say("any name"), f"{step}.*", schema.additional, required=False, inside=inside)
            rows.append(replace(row, named=False))
        for part in schema.all_of:
            rows.extend(self._members(part, step, inside)[0])
        return (tuple(rows), None) if rows else self._alternatives(schema, step, inside)

    def _entity(self, name: str, step: str, inside: tuple[str, ...]) -> _Found:
        if name in inside or len(inside) == _DEEPEST:
            return (), name
        key = (name, step, inside)
        if key not in self._known:
            self._known[key] = self._members(self._entities[name], step, (*inside, name))
        return self._known[key]

    def _alternatives(self, schema: Schema, step: str, inside: tuple[str, ...]) -> _Found:
        """The rows of the only alternative that has any; a row for each alternative when there are more."""
        inner = [(branch, self._members(branch, "", inside)) for branch in schema.any_of or schema.one_of]
        objects = [(branch, found) for branch, found in inner if any(found)]
        if len(objects) == 1:
            rows, repeats = objects[0][1]
            return tuple(replace(row, step=f"{step}{row.step}") for row in rows), repeats
        options = (
            self._field(say("option {number}", number=number), step, branch, required=False, found=found)
            for number, (branch, found) in enumerate(objects, 1)
        )
        return tuple(replace(row, named=False) for row in options), None


def flatten(fields: tuple[FieldView, ...], around: str = "") -> Iterator[tuple[str, FieldView]]:
    """All rows, each followed by those inside it, with the path from the top: `contacts[].email`."""
    for field in fields:
        path = f"{around}{field.step}"
        yield path, field
        yield from flatten(field.members, path)


_AS_JSON = "In JSON: an object with the bytes in `base64` and, where they are known, `filename` and `content_type`."


def _description(schema: Schema, target: Schema) -> str | None:
    text = schema.description or target.description
    return f"{text or ''} {_AS_JSON}".strip() if is_binary(target) else text


def _default(value: EnumValue | None) -> str | None:
    return None if value is None else value_text(value.value)
