"""The limits of a value as short phrases: `At most 40 characters`, `1 to 3000 items`."""

from collections.abc import Iterator

from connectory.model import InputRule, Schema

from ._said import Said, Words, counted, say

BARE_TYPES = ((), ("object",))


def limits_of(schema: Schema) -> tuple[Words, ...]:
    """Everything that narrows a value down beside its type, format, pattern and allowed values."""
    own = tuple(_own(schema))
    items = () if schema.items is None else tuple(say("Each: {limit}", limit=phrase) for phrase in _own(schema.items))
    return own + items


def pattern_of(schema: Schema) -> str | None:
    """The pattern of the text, or of the texts in the list."""
    return schema.pattern or (pattern_of(schema.items) if schema.items is not None else None)


def rule_text(rule: InputRule) -> tuple[Said, tuple[str, ...]]:
    """A rule across parameters: what holds, and the names that it speaks of."""
    match rule.kind:
        case "require_one_of":
            return say("Give exactly one of"), rule.parameters
        case "require_any_of":
            return say("Give at least one of"), rule.parameters
        case "exclusive":
            return say("Give at most one of"), rule.parameters
        case "together":
            return say("Give together or not at all:"), rule.parameters
        case "requires":
            return say("The first needs all the others:"), rule.parameters


def _own(schema: Schema) -> Iterator[Said]:
    yield from _characters(schema)
    yield from _range(schema)
    if schema.zone is not None:
        yield say("In the time zone {zone}", zone=schema.zone)
    if schema.media_type is not None:
        yield say("Of the type {type}", type=schema.media_type)
    if schema.multiple_of is not None:
        yield say("A multiple of {number}", number=str(schema.multiple_of))
    yield from _items(schema)
    if schema.unique_items:
        yield say("No item twice")
    yield from _members(schema)
    if choices := _choices(schema.any_of):
        yield say("At least one of: {choices}", choices=choices)
    if choices := _choices(schema.one_of):
        yield say("Exactly one of: {choices}", choices=choices)


def _range(schema: Schema) -> Iterator[Said]:
    if schema.minimum is not None and schema.maximum is not None:
        yield say("{least} to {most}", least=str(schema.minimum), most=str(schema.maximum))
    elif schema.minimum is not None:
        yield say("At least {number}", number=str(schema.minimum))
    elif schema.maximum is not None:
        yield say("At most {number}", number=str(schema.maximum))
    if schema.exclusive_minimum is not None:
        yield say("Above {number}", number=str(schema.exclusive_minimum))
    if schema.exclusive_maximum is not None:
        yield say("Below {number}", number=str(schema.exclusive_maximum))


def _characters(schema: Schema) -> Iterator[Said]:
    least, most = schema.min_length, schema.max_length
    if least is not None and least == most:
        yield counted("Exactly {count} character", "Exactly {count} characters", least)
    elif least and most is not None:
        yield counted("{least} to {count} character", "{least} to {count} characters", most, least=least)
    elif least:
        yield counted("At least {count} character", "At least {count} characters", least)
    elif most is not None:
        yield counted("At most {count} character", "At most {count} characters", most)


def _items(schema: Schema) -> Iterator[Said]:
    least, most = schema.min_items, schema.max_items
    if least is not None and least == most:
        yield counted("Exactly {count} item", "Exactly {count} items", least)
    elif least and most is not None:
        yield counted("{least} to {count} item", "{least} to {count} items", most, least=least)
    elif least:
        yield counted("At least {count} item", "At least {count} items", least)
    elif most is not None:
        yield counted("At most {count} item", "At most {count} items", most)


def _members(schema: Schema) -> Iterator[Said]:
    if schema.min_properties:
        yield counted("At least {count} member", "At least {count} members", schema.min_properties)
    if schema.max_properties is not None:
        yield counted("At most {count} member", "At most {count} members", schema.max_properties)


def _choices(branches: tuple[Schema, ...]) -> str:
    """The members that branches ask for; nothing when they say something else too."""
    if not all(_only_requires(branch) for branch in branches):
        return ""
    return ", ".join(" + ".join(member.name for member in branch.properties) for branch in branches)


def _only_requires(schema: Schema) -> bool:
    """Whether a branch says nothing but that some members must be there."""
    return (
        schema.types in BARE_TYPES
        and bool(schema.properties)
        and all(
            member.required and not member.schema.types and member.schema.ref is None for member in schema.properties
        )
    )
