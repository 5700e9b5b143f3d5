"""A node against a shape: every difference becomes a problem at the exact key or value."""

from collections.abc import Iterator
from typing import NamedTuple

from connectory.diagnostics import Diagnostics, Note, Span
from connectory.load.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, to_plain
from connectory.naming import closest

from ._codes import (
    MALFORMED_NAME,
    MALFORMED_VALUE,
    MISSING_KEY,
    OUT_OF_BOUNDS,
    REPEATED_ITEM,
    UNKNOWN_KEY,
    VALUE_NOT_ALLOWED,
    WRONG_TYPE,
)
from ._language import Shape
from ._words import as_text, in_words, nearest, propose, quoted, shown, type_of, way_to


class Subject(NamedTuple):
    """What is checked: its name in a sentence, where a problem with all of it is shown, and how it may be written."""

    name: str
    span: Span
    example: str | None = None


def check(node: Node, shape: Shape, subject: Subject, found: Diagnostics) -> None:
    """Add everything in which `node` differs from `shape` to `found`."""
    if shape.branches:
        _check_branches(node, shape.branches, subject, found)
        return
    if not _fits(node, shape):
        _report_type(node, [shape], subject, found)
        return
    if shape.values and not _is_value(node, shape):
        _report_value(node, shape.values, subject, found)
        return
    match node:
        case MappingNode():
            _check_mapping(node, shape, subject, found)
        case SequenceNode():
            _check_list(node, shape, subject, found)
        case ScalarNode(value=str() as text):
            _check_text(text, node, shape, subject, found)
        case ScalarNode(value=int() | float() as number) if not isinstance(number, bool):
            _check_number(number, node, shape, subject, found)
        case _:
            pass


def _check_mapping(node: MappingNode, shape: Shape, subject: Subject, found: Diagnostics) -> None:
    meant: set[str] = set()
    for entry in node:
        below = shape.properties.get(entry.key, shape.additional)
        if below is not None:
            check(entry.value, below, Subject(f"`{entry.key}`", entry.key_span, shape.examples.get(entry.key)), found)
        elif shape.closed:
            absent = [key for key in shape.properties if key not in node.entries]
            near, message = nearest(entry.key, absent), f"{subject.name} has no key {shown(entry.key)}"
            hint = propose(entry.key, near, absent)
            if _is_parameter(entry, near, shape):
                near, hint = None, "indent it under `input`"
            meant.update([near] if near else [])
            found.error(UNKNOWN_KEY, entry.key_span, message, hint=hint)
        if shape.names is not None:
            _check_name(entry, shape.names, found)
    for key in shape.required:
        if key not in node.entries and key not in meant:
            values = shape.properties[key].values
            hint = f"add `{key}`: {quoted(values)}" if values else f"add it, such as `{shape.examples[key]}`"
            found.error(MISSING_KEY, subject.span, f"{subject.name} has no `{key}`", hint=hint)
    if len(node.entries) < shape.min_properties:
        hint = "add a key, or remove this one"
        found.error(OUT_OF_BOUNDS, subject.span, f"{subject.name} must not be empty", hint=hint)


def _is_parameter(entry: Entry, near: str | None, shape: Shape) -> bool:
    """Whether an entry stands beside `input` that was meant to be in it. `near` is a known key that is spelt alike."""
    below = shape.properties.get("input")
    if below is None or below.additional is None or not isinstance(entry.value, MappingNode):
        return False
    if not entry.value.entries or (near is not None and _fits(entry.value, shape.properties[near])):
        return False
    return not _attempt(entry.value, below.additional, Subject(f"`{entry.key}`", entry.key_span))


def _check_name(entry: Entry, names: Shape, found: Diagnostics) -> None:
    own = Diagnostics()
    check(ScalarNode(entry.key, entry.key_span), names, Subject("this name", entry.key_span), own)
    for problem in own:
        found.error(MALFORMED_NAME, entry.key_span, problem.message, hint=problem.hint)


def _check_list(node: SequenceNode, shape: Shape, subject: Subject, found: Diagnostics) -> None:
    if shape.items is not None:
        for number, item in enumerate(node.items, 1):
            check(item, shape.items, Subject(f"item {number} of {subject.name}", item.span), found)
    if len(node.items) < shape.min_items:
        hint = "add an item, or remove the key"
        found.error(OUT_OF_BOUNDS, node.span, f"{subject.name} must not be empty", hint=hint)
    if shape.unique_items:
        _check_repeats(node, subject, found)


def _check_repeats(node: SequenceNode, subject: Subject, found: Diagnostics) -> None:
    seen: dict[str, Span] = {}
    for item in node.items:
        first = seen.setdefault(repr(to_plain(item)), item.span)
        if first is not item.span:
            notes = (Note(first, "here first"),)
            message = f"this item stands in {subject.name} already"
            found.error(REPEATED_ITEM, item.span, message, hint="remove one of the two", notes=notes)


def _check_text(text: str, node: Node, shape: Shape, subject: Subject, found: Diagnostics) -> None:
    if len(text) < shape.min_length:
        hint = "write it, or remove the key"
        found.error(OUT_OF_BOUNDS, node.span, f"{subject.name} must not be empty", hint=hint)
    elif shape.pattern is not None and not shape.pattern.search(text):
        message = f"{subject.name} cannot be {shown(text)}"
        found.error(MALFORMED_VALUE, node.span, message, hint=f"it {shape.pattern_message}")
    elif shape.max_length is not None and len(text) > shape.max_length:
        message = f"{subject.name} has {len(text)} characters, and {shape.max_length} are allowed"
        found.error(OUT_OF_BOUNDS, node.span, message, hint="shorten it")


def _check_number(number: float, node: Node, shape: Shape, subject: Subject, found: Diagnostics) -> None:
    if shape.minimum is not None and number < shape.minimum:
        limit = f"at least {shape.minimum}"
    elif shape.maximum is not None and number > shape.maximum:
        limit = f"at most {shape.maximum}"
    elif shape.above is not None and number <= shape.above:
        limit = f"more than {shape.above}"
    else:
        return
    found.error(OUT_OF_BOUNDS, node.span, f"{subject.name} cannot be {number}", hint=f"it must be {limit}")


def _is_value(node: Node, shape: Shape) -> bool:
    return isinstance(node, ScalarNode) and isinstance(node.value, str | None) and node.value in shape.values


def _report_type(node: Node, shapes: list[Shape], subject: Subject, found: Diagnostics) -> None:
    types = [name for shape in shapes for name in _types(shape)]
    message = f"{subject.name} must be {in_words(types)}, and is {in_words([type_of(node)])}"
    forms = [shape.pattern_message for shape in shapes if shape.pattern and not shape.pattern.search(as_text(node))]
    said = next((shape.type_hint for shape in shapes if shape.type_hint), "")
    hint = said or (
        f"it {forms[0]}" if forms and isinstance(node, ScalarNode) else way_to(types, node, subject.example)
    )
    found.error(WRONG_TYPE, node.span, message, hint=hint)


def _report_value(node: Node, values: tuple[str | None, ...], subject: Subject, found: Diagnostics) -> None:
    written = node.value if isinstance(node, ScalarNode) else None
    hint = f"it must be {quoted(values)}"
    if isinstance(written, str) and (near := closest(written, (value for value in values if value))):
        hint = f"did you mean `{near}`? I{hint[1:]}"
    found.error(VALUE_NOT_ALLOWED, node.span, f"{subject.name} cannot be {shown(written)}", hint=hint)


def _check_branches(node: Node, branches: tuple[Shape, ...], subject: Subject, found: Diagnostics) -> None:
    fitting = [shape for branch in branches for shape in _alternatives(branch) if _fits(node, shape)]
    if not fitting:
        _report_type(node, [shape for branch in branches for shape in _alternatives(branch)], subject, found)
    elif isinstance(node, MappingNode) and (key := _discriminator(fitting)) is not None:
        _check_kind(node, key, fitting, subject, found)
    elif isinstance(node, MappingNode):
        check(node, max(fitting, key=lambda shape: _common_keys(node, shape)), subject, found)
    else:
        attempts = [_attempt(node, shape, subject) for shape in fitting]
        fewest = min(attempts, key=len)
        found.extend(fewest)


def _alternatives(shape: Shape) -> Iterator[Shape]:
    if not shape.branches:
        yield shape
    for branch in shape.branches:
        yield from _alternatives(branch)


def _types(shape: Shape) -> frozenset[str]:
    """The types that a shape allows; values without a type are texts, and maybe null."""
    return shape.types or frozenset("string" if value is not None else "null" for value in shape.values)


def _fits(node: Node, shape: Shape) -> bool:
    name, types = type_of(node), _types(shape)
    return not types or name in types or (name == "integer" and "number" in types)


def _discriminator(shapes: list[Shape]) -> str | None:
    """The key that has one fixed value in each of several shapes, and so tells which one is meant."""
    first, *others = shapes
    for key in first.properties if others else ():
        if all(key in shape.properties and len(shape.properties[key].values) == 1 for shape in shapes):
            return key
    return None


def _check_kind(node: MappingNode, key: str, shapes: list[Shape], subject: Subject, found: Diagnostics) -> None:
    kinds = {shape.properties[key].values[0]: shape for shape in shapes}
    said = node.get(key)
    if said is None:
        hint = f"add `{key}`: {quoted(kinds)}"
        found.error(MISSING_KEY, subject.span, f"{subject.name} has no `{key}`", hint=hint)
    elif isinstance(said, ScalarNode) and said.value in kinds:
        check(node, kinds[said.value], subject, found)
    else:
        _report_value(said, tuple(kinds), Subject(f"`{key}`", said.span), found)


def _common_keys(node: MappingNode, shape: Shape) -> int:
    return sum(entry.key in shape.properties for entry in node)


def _attempt(node: Node, shape: Shape, subject: Subject) -> Diagnostics:
    own = Diagnostics()
    check(node, shape, subject, own)
    return own
