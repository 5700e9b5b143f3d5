"""Everything that is wrong with a request, credentials aside."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import ValidationError

from connectory.model import InputRule, Location
from connectory.model.wire import tokens_of

from ._contract import Contract, Slot
from ._message import Pairs, Violation
from ._parts import ABSENT, Parts
from ._pointer import take_values
from ._text import readings, takes_several

_LONGEST = 200
_MOST = 20


def violations(contract: Contract, parts: Parts) -> tuple[Violation, ...]:
    """Compare a request, from which the credential was taken, with the contract."""
    found: list[Violation] = []
    present: set[str] = set()
    for location, pairs in _texts(parts):
        found.extend(_check_texts(contract, location, pairs, present))
    found.extend(_check_files(contract, parts, present))
    found.extend(_check_body(contract, parts.body, present))
    found.extend(
        Violation(_where(slot), "required", f"{slot.parameter.name} is required")
        for slot in contract.slots
        if slot.parameter.required and slot.parameter.name not in present
    )
    found.extend(filter(None, (_check_rule(rule, present) for rule in contract.action.rules)))
    return tuple(found[:_MOST])


def _texts(parts: Parts) -> tuple[tuple[Location, Pairs], ...]:
    return (
        ("path", tuple(parts.path.items())),
        ("query", parts.query),
        ("header", parts.headers),
        ("cookie", parts.cookies),
        ("form", parts.form),
    )


def _check_texts(contract: Contract, location: Location, pairs: Pairs, present: set[str]) -> Iterator[Violation]:
    slots = {_key(slot): slot for slot in contract.slots if slot.parameter.location == location}
    for name, count in Counter(name for name, _ in pairs).items():
        slot = slots.get(name)
        if slot is None:
            # Every request has headers that no parameter declares.
            if location != "header":
                yield _unknown(contract, location, name)
            continue
        present.add(slot.parameter.name)
        separator = slot.parameter.separator
        if count > 1 and (separator or not takes_several(slot.schema, contract.named)):
            yield Violation(_where(slot), "repeated", f"{name} is there {count} times, but is no list")
            continue
        texts = [text for key, text in pairs if key == name]
        if separator:
            texts = texts[0].split(separator)
        tried = [_errors(slot, value, _where(slot)) for value in readings(texts, slot.schema, contract.named)]
        yield from min(tried, key=len)


def _check_files(contract: Contract, parts: Parts, present: set[str]) -> Iterator[Violation]:
    slots = {_key(slot): slot for slot in contract.slots if slot.parameter.location == "file"}
    for name, count in Counter(file.name for file in parts.files).items():
        slot = slots.get(name)
        if slot is None:
            yield _unknown(contract, "file", name)
            continue
        present.add(slot.parameter.name)
        if count > 1 and not takes_several(slot.schema, contract.named):
            yield Violation(_where(slot), "repeated", f"{name} is there {count} times, but is no list")


def _check_body(contract: Contract, body: Any, present: set[str]) -> Iterator[Violation]:
    slots = {slot.parameter.name: slot for slot in contract.slots if slot.parameter.location == "body"}
    if body is ABSENT:
        return
    if isinstance(body, bytes):
        present.update(slots)
        return
    values, problems = take_values(body, {name: tokens_of(slot.parameter) for name, slot in slots.items()})
    yield from problems
    for name, found in values.items():
        present.add(name)
        yield from _errors(slots[name], found.value, found.where)


def _errors(slot: Slot, value: Any, where: str) -> list[Violation]:
    return [
        Violation(where + _path(error.absolute_path), str(error.validator), _message(error, slot.parameter.secret))
        for error in slot.validator.iter_errors(value)
    ]


def _path(steps: Iterable[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _message(error: ValidationError, secret: bool) -> str:
    if secret:
        return f"the value breaks {error.validator}"
    return error.message if len(error.message) <= _LONGEST else f"{error.message[:_LONGEST]}…"


def _unknown(contract: Contract, location: Location, name: str) -> Violation:
    if any(parameter.name == name and parameter.ignored for parameter in contract.action.parameters):
        return Violation(f"{location}.{name}", "ignored", f"{name} is accepted from callers but never sent")
    return Violation(f"{location}.{name}", "unknown", f"no parameter is called {name} here")


def _check_rule(rule: InputRule, present: set[str]) -> Violation | None:
    given = [name for name in rule.parameters if name in present]
    names = ", ".join(rule.parameters)
    match rule.kind:
        case "require_one_of":
            broken, message = len(given) != 1, f"exactly one of {names} is needed"
        case "require_any_of":
            broken, message = not given, f"at least one of {names} is needed"
        case "exclusive":
            broken, message = len(given) > 1, f"at most one of {names} may be given"
        case "together":
            broken = 0 < len(given) < len(rule.parameters)
            message = f"{names} are given together or not at all"
        case "requires":
            broken = rule.parameters[0] in present and len(given) < len(rule.parameters)
            message = f"{rule.parameters[0]} needs {', '.join(rule.parameters[1:])}"
    return Violation("input", rule.kind, message) if broken else None


def _key(slot: Slot) -> str:
    parameter = slot.parameter
    return parameter.wire.lower() if parameter.location == "header" else parameter.wire


def _where(slot: Slot) -> str:
    parameter = slot.parameter
    if parameter.location != "body":
        return f"{parameter.location}.{parameter.wire}"
    return ".".join(("body", *tokens_of(parameter)))
