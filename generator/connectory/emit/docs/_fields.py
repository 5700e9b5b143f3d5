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
    `path` leads to the value from the top, `contacts[].email`. `members` are the rows of the object, or
    of the objects in the list; `repeats` is the entity whose rows are left out, as they would repeat those around
    this one or lie too far inside.
    """

    name: Words
    path: str
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


def input_fields(action: Action, entities: Entities) -> tuple[FieldView, ...]:
    """A row for each parameter, in declared order. Ignored parameters have none."""
    return tuple(
        replace(
            _field(item.name, item.name, item.schema, entities, required=item.required),
            secret=item.secret or item.schema.secret,
            evidence=evidence_view(item.evidence),
        )
        for item in action.parameters
        if not item.ignored
    )


def output_fields(action: Action, entities: Entities) -> tuple[FieldView, ...]:
    """The envelope that `execute` returns: `data`, `error`, `successful` and what the action adds."""
    extra = {field.name: field for field in action.envelope}
    own = extra.pop("data", None)
    data = _envelope_field(own, entities) if own is not None else _answer(action, entities)
    return (
        replace(data, description=data.description or say("What the API answered.")),
        FieldView(
            name="error",
            path="error",
            type="string",
            required=False,
            description=say("What went wrong, when something did."),
        ),
        FieldView(
            name="successful",
            path="successful",
            type="boolean",
            required=True,
            description=say("Whether the action did what it says."),
        ),
        *(_envelope_field(field, entities) for field in extra.values()),
    )


def payload_fields(payload: Schema, entities: Entities) -> tuple[FieldView, ...]:
    """The members of what a webhook sends."""
    return _members(payload, "payload", entities, ())[0]


def flatten(fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
    """All rows, each followed by those inside it."""
    for field in fields:
        yield field
        yield from flatten(field.members)


def _answer(action: Action, entities: Entities) -> FieldView:
    schema = action.output or Schema(source=action.source)
    return _field("data", "data", schema, entities, required=True)


def _envelope_field(field: EnvelopeField, entities: Entities) -> FieldView:
    return _envelope_value(field.name, field.name, field.value, entities, required=field.total)


def _envelope_value(
    name: str, path: str, value: EnvelopeValue | EnvelopeObject, entities: Entities, *, required: bool
) -> FieldView:
    if isinstance(value, EnvelopeValue):
        field = _field(name, path, value.reference.schema, entities, required=required)
        return replace(
            field,
            default=_default(value.default) or field.default,
            description=field.description or _ORIGINS.get(value.reference.root),
        )
    members = tuple(
        _envelope_value(key, f"{path}.{key}", member, entities, required=member.total) for key, member in value.members
    )
    return FieldView(name=name, path=path, type="object", required=required, members=members)


def _field(
    name: Words,
    path: str,
    schema: Schema,
    entities: Entities,
    *,
    required: bool,
    inside: tuple[str, ...] = (),
    found: _Found | None = None,
) -> FieldView:
    """A row. `found` are its members, where they are known already."""
    target = _target(schema, entities)
    members, repeats = found or _members(schema, path, entities, inside)
    values = values_of(schema, entities)
    return FieldView(
        name=name,
        path=path,
        type=type_name(schema, entities),
        entity=entity_of(schema),
        format=format_of(schema, entities),
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


_AS_JSON = "In JSON: an object with the bytes in `base64` and, where they are known, `filename` and `content_type`."


def _description(schema: Schema, target: Schema) -> str | None:
    text = schema.description or target.description
    return f"{text or ''} {_AS_JSON}".strip() if is_binary(target) else text


def _target(schema: Schema, entities: Entities) -> Schema:
    """What a reference leads to; the schema itself when it is none."""
    seen: set[str] = set()
    while schema.ref is not None and schema.ref not in seen:
        seen.add(schema.ref)
        schema = entities[schema.ref]
    return schema


def _members(schema: Schema, path: str, entities: Entities, inside: tuple[str, ...]) -> _Found:
    """The rows inside a value, or the entity that stands around it already or is too far inside."""
    if schema.ref is not None:
        if schema.ref in inside or len(inside) == _DEEPEST:
            return (), schema.ref
        return _members(entities[schema.ref], path, entities, (*inside, schema.ref))
    if schema.items is not None:
        return _members(schema.items, f"{path}[]", entities, inside)
    rows = [
        _field(item.name, f"{path}.{item.name}", item.schema, entities, required=item.required, inside=inside)
        for item in schema.properties
    ]
    if isinstance(schema.additional, Schema):
        row = _field(say("any name"), f"{path}.*", schema.additional, entities, required=False, inside=inside)
        rows.append(replace(row, named=False))
    for part in schema.all_of:
        rows.extend(_members(part, path, entities, inside)[0])
    return (tuple(rows), None) if rows else _alternatives(schema, path, entities, inside)


def _alternatives(schema: Schema, path: str, entities: Entities, inside: tuple[str, ...]) -> _Found:
    """The rows of the only alternative that has any; a row for each alternative when there are more."""
    inner = [(branch, _members(branch, path, entities, inside)) for branch in schema.any_of or schema.one_of]
    objects = [(branch, found) for branch, found in inner if any(found)]
    if len(objects) == 1:
        return objects[0][1]
    rows = (
        replace(
            _field(say("option {number}", number=number), path, branch, entities, required=False, found=found),
            named=False,
        )
        for number, (branch, found) in enumerate(objects, 1)
    )
    return tuple(rows), None


def _default(value: EnumValue | None) -> str | None:
    return None if value is None else value_text(value.value)
