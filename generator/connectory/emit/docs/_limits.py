"""The limits of a value as short phrases: `at most 40 characters`, `1 to 3000 items`."""

from collections.abc import Iterator

from connectory.model import InputRule, Schema

BARE_TYPES = ((), ("object",))


def limits_of(schema: Schema) -> tuple[str, ...]:
    """Everything that narrows a value down beside its type, format, pattern and allowed values."""
    own = tuple(_own(schema))
    items = tuple(f"each {phrase}" for phrase in _own(schema.items)) if schema.items is not None else ()
    return tuple(f"{phrase[0].upper()}{phrase[1:]}" for phrase in own + items)


def pattern_of(schema: Schema) -> str | None:
    """The pattern of the text, or of the texts in the list."""
    return schema.pattern or (pattern_of(schema.items) if schema.items is not None else None)


def rule_text(rule: InputRule) -> tuple[str, tuple[str, ...]]:
    """A rule across parameters: what holds, and the names that it speaks of."""
    match rule.kind:
        case "require_one_of":
            return "Give exactly one of", rule.parameters
        case "require_any_of":
            return "Give at least one of", rule.parameters
        case "exclusive":
            return "Give at most one of", rule.parameters
        case "together":
            return "Give together or not at all", rule.parameters
        case "requires":
            return "The first needs all the others:", rule.parameters


def _own(schema: Schema) -> Iterator[str]:
    yield from _count(schema.min_length, schema.max_length, "character")
    yield from _range(schema)
    if schema.zone is not None:
        yield f"in the time zone {schema.zone}"
    if schema.media_type is not None:
        yield f"of the type {schema.media_type}"
    if schema.multiple_of is not None:
        yield f"a multiple of {schema.multiple_of}"
    yield from _count(schema.min_items, schema.max_items, "item")
    if schema.unique_items:
        yield "no item twice"
    yield from _count(schema.min_properties, schema.max_properties, "member")
    for branches, amount in ((schema.any_of, "at least one"), (schema.one_of, "exactly one")):
        if branches and all(_only_requires(branch) for branch in branches):
            choices = [" and ".join(member.name for member in branch.properties) for branch in branches]
            yield f"{amount} of: {', '.join(choices)}"


def _range(schema: Schema) -> Iterator[str]:
    if schema.minimum is not None and schema.maximum is not None:
        yield f"{schema.minimum} to {schema.maximum}"
    elif schema.minimum is not None:
        yield f"at least {schema.minimum}"
    elif schema.maximum is not None:
        yield f"at most {schema.maximum}"
    if schema.exclusive_minimum is not None:
        yield f"above {schema.exclusive_minimum}"
    if schema.exclusive_maximum is not None:
        yield f"below {schema.exclusive_maximum}"


def _count(least: int | None, most: int | None, noun: str) -> Iterator[str]:
    if least is not None and least == most:
        yield f"exactly {_number(least, noun)}"
    elif least and most is not None:
        yield f"{least} to {_number(most, noun)}"
    elif least:
        yield f"at least {_number(least, noun)}"
    elif most is not None:
        yield f"at most {_number(most, noun)}"


def _number(amount: int, noun: str) -> str:
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"


def _only_requires(schema: Schema) -> bool:
    """Whether a branch says nothing but that some members must be there."""
    return (
        schema.types in BARE_TYPES
        and bool(schema.properties)
        and all(
            member.required and not member.schema.types and member.schema.ref is None for member in schema.properties
        )
    )
