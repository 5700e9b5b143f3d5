"""Validators of single values, and of alternatives between validators."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import CoreSchema, core_schema

from ._equality import key_of
from ._formats import has_format
from ._numbers import is_multiple
from ._patterns import is_linear, matcher

# A bound on the length, even one that always holds, makes the validator refuse lone surrogates.
TEXT = core_schema.str_schema(strict=True, min_length=0)


def checked(inner: CoreSchema, holds: Callable[[Any], bool]) -> CoreSchema:
    """`inner`, and then a condition on what came out of it."""

    def check(value: Any) -> Any:
        if not holds(value):
            raise ValueError
        return value

    return core_schema.no_info_after_validator_function(check, inner)


def union(branches: Sequence[CoreSchema]) -> CoreSchema:
    """Any of the branches. One error stands for all of theirs, which could be very many."""
    if len(branches) == 1:
        return branches[0]
    return core_schema.union_schema(
        list(branches), mode="left_to_right", custom_error_type="union", custom_error_message="no branch matches"
    )


def one_of_these(choices: Sequence[Any], anything: CoreSchema) -> CoreSchema:
    """Equality with one of the choices."""
    if all(isinstance(choice, str) for choice in choices):
        return core_schema.literal_schema(list(choices))
    keys = frozenset(key_of(choice) for choice in choices)
    return checked(anything, lambda value: key_of(value) in keys)


def text(schema: Mapping[str, Any]) -> CoreSchema:
    """Text within the bounds of a schema."""
    pattern, name = schema.get("pattern"), schema.get("format")
    result: CoreSchema = core_schema.str_schema(
        strict=True,
        min_length=schema.get("minLength", 0),
        max_length=schema.get("maxLength"),
        pattern=pattern if pattern is not None and is_linear(pattern) else None,
    )
    if pattern is not None and not is_linear(pattern):
        result = checked(result, matcher(pattern))
    if name is not None:
        result = checked(result, lambda value: has_format(value, name))
    return result


def integer(schema: Mapping[str, Any]) -> CoreSchema:
    """A whole number within the bounds of a schema. The bounds need not be whole."""
    return _stepped(
        core_schema.int_schema(
            strict=True,
            ge=_rounded(math.ceil, schema.get("minimum")),
            le=_rounded(math.floor, schema.get("maximum")),
            gt=_rounded(math.floor, schema.get("exclusiveMinimum")),
            lt=_rounded(math.ceil, schema.get("exclusiveMaximum")),
        ),
        schema.get("multipleOf"),
    )


def number(schema: Mapping[str, Any]) -> CoreSchema:
    """A finite number within the bounds of a schema. Whole numbers stay whole: `5` is not sent as `5.0`."""
    real = core_schema.float_schema(
        strict=True,
        allow_inf_nan=False,
        ge=schema.get("minimum"),
        le=schema.get("maximum"),
        gt=schema.get("exclusiveMinimum"),
        lt=schema.get("exclusiveMaximum"),
    )
    # Without the first step, a whole number that breaks a bound would be rounded to a float that keeps it.
    only_floats = core_schema.chain_schema([core_schema.is_instance_schema(float), real])
    return union([integer(schema), _stepped(only_floats, schema.get("multipleOf"))])


def any_json(itself: CoreSchema, name: str) -> CoreSchema:
    """Whatever JSON can hold. `itself` refers to the result, which is called `name`."""
    return core_schema.union_schema(
        [
            TEXT,
            core_schema.int_schema(strict=True),
            core_schema.dict_schema(TEXT, itself, strict=True),
            core_schema.list_schema(itself, strict=True),
            core_schema.none_schema(),
            core_schema.bool_schema(strict=True),
            core_schema.float_schema(strict=True, allow_inf_nan=False),
        ],
        mode="left_to_right",
        custom_error_type="union",
        custom_error_message="not JSON",
        ref=name,
    )


def _rounded(direction: Callable[[float], int], bound: float | None) -> int | None:
    return None if bound is None else direction(bound)


def _stepped(inner: CoreSchema, step: float | None) -> CoreSchema:
    return inner if step is None else checked(inner, lambda value: is_multiple(value, step))
