"""What jsonschema finds, in our words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import ValidationError

from connectory.model import freeze, type_of
from connectory.naming import closest

from ._names import listing, propose, quoted
from ._types import in_words


@dataclass(frozen=True, slots=True)
class Violation:
    """A value that breaks its schema. `path` leads to it; `key` is a member of it that should not be there."""

    path: tuple[str | int, ...]
    message: str
    hint: str | None = None
    key: str | None = None


def violations(error: ValidationError) -> Iterator[Violation]:
    """The one or more problems that an error stands for."""
    path = tuple(error.absolute_path)
    instance: Any = error.instance
    limit: Any = error.validator_value
    match error.validator:
        case "anyOf" | "oneOf":
            yield from _alternatives(error, path)
        case "required":
            for name in limit:
                if name not in instance:
                    yield Violation(path, f"`{name}` is missing", f"add `{name}`")
        case "additionalProperties":
            known = list(cast("Mapping[str, Any]", error.schema).get("properties", {}))
            for name in instance:
                if name not in known:
                    yield Violation(path, f"{quoted(name)} is not declared", propose(name, known, "member"), key=name)
        case "enum":
            yield Violation(path, f"the value must be one of {_values(limit)}", _near(instance, limit))
        case "const":
            yield Violation(path, f"the value must be {_values([limit])}")
        case "type":
            yield Violation(
                path, _of_type(limit, instance), _about_files(error.schema) or _about_quotes(limit, instance)
            )
        case "format":
            yield Violation(path, f"the text must have the format `{limit}`")
        case keyword:
            yield Violation(path, _bound(str(keyword), limit))


def _about_files(schema: Any) -> str | None:
    if isinstance(schema, Mapping) and "base64" in cast("Mapping[str, Any]", schema).get("properties", {}):
        return "write a file as `{base64: aGVsbG8=, filename: hello.txt}`, with its bytes in base64"
    return None


def _bound(keyword: str, limit: object) -> str:
    words = {
        "pattern": f"the text must match the pattern {quoted(str(limit))}",
        "minLength": f"the text must have at least {limit} characters",
        "maxLength": f"the text must have at most {limit} characters",
        "minimum": f"the number must be at least {limit}",
        "maximum": f"the number must be at most {limit}",
        "exclusiveMinimum": f"the number must be above {limit}",
        "exclusiveMaximum": f"the number must be below {limit}",
        "multipleOf": f"the number must be a multiple of {limit}",
        "minItems": f"the list must have at least {limit} items",
        "maxItems": f"the list must have at most {limit} items",
        "uniqueItems": "the list must not have the same item twice",
        "minProperties": f"the object must have at least {limit} members",
        "maxProperties": f"the object must have at most {limit} members",
    }
    return words.get(keyword, f"the value breaks `{keyword}`")


def _alternatives(error: ValidationError, path: tuple[str | int, ...]) -> Iterator[Violation]:
    """The problems of the alternative that was meant, when it is clear which one that is."""
    branches: dict[object, list[ValidationError]] = {}
    for below in error.context or ():
        branches.setdefault(below.relative_schema_path[0], []).append(below)
    if not branches:
        yield Violation(path, "the value fits more than one of the alternatives, and must fit exactly one")
        return
    if (kind := _open_enum(error)) is not None:
        yield Violation(path, kind)
        return
    likely = [errors for errors in branches.values() if not any(_rejects_kind(below, error) for below in errors)]
    if len(likely) == 1:
        for below in likely[0]:
            yield from violations(below)
    else:
        yield Violation(path, "the value fits none of the alternatives")


def _open_enum(error: ValidationError) -> str | None:
    """For an enum that the API may extend, only the type can be wrong."""
    branches: Any = error.validator_value
    if len(branches) == 2 and "enum" in branches[0] and set(branches[1]) == {"type"}:
        return _of_type(branches[1]["type"], error.instance)
    return None


def _of_type(types: str | list[str], instance: object) -> str:
    wanted = in_words([types] if isinstance(types, str) else types)
    return f"the value must be {wanted}, not {in_words((type_of(freeze(instance)),))}"


def _about_quotes(types: object, instance: object) -> str | None:
    if types == "string" and not isinstance(instance, dict | list):
        return "put it in quotes"
    if types in ("integer", "number") and isinstance(instance, str) and instance.removeprefix("-").isdecimal():
        return "remove the quotes"
    return None


def _rejects_kind(below: ValidationError, error: ValidationError) -> bool:
    return below.validator in ("type", "const", "enum") and below.absolute_path == error.absolute_path


def _values(values: Sequence[object]) -> str:
    return listing((_plain(value) for value in values), "or")


def _near(value: object, values: Sequence[object]) -> str | None:
    near = closest(value, (_plain(item) for item in values)) if isinstance(value, str) else None
    return None if near is None else f"did you mean {quoted(near)}?"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
