"""Answers that are not what was announced, brought as near to it as possible. Nothing is lost, nothing fails."""

from __future__ import annotations

from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeGuard, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PydanticUserError, TypeAdapter, ValidationError

from ._alias import unaliased
from ._listed import as_list

M = TypeVar("M", bound=BaseModel)

_NUMBERS_ARE_TEXT = ConfigDict(coerce_numbers_to_str=True)


def keep(announced: Any, value: Any) -> Any:
    """The value as the announced type, or parts of it as theirs, or as it came.

    Numbers written as text become numbers and the other way round; one value where a list is announced
    becomes a list of one; members that are missing become `None`, unknown ones stay.
    """
    announced = unaliased(announced)
    origin, arguments = get_origin(announced), get_args(announced)
    if origin is Annotated:
        return keep(arguments[0], value)
    if origin in (Union, UnionType):
        return _any_of(arguments, value)
    if origin is list:
        items = as_list(value)
        return [keep(arguments[0], item) for item in cast("list[Any]", items)] if isinstance(items, list) else items
    if origin is dict and isinstance(value, dict):
        return {name: keep(arguments[1], item) for name, item in cast("dict[str, Any]", value).items()}
    if _is_model(announced):
        return _build(announced, cast("dict[str, Any]", value)) if isinstance(value, dict) else value
    return _single(announced, value)


def _any_of(branches: tuple[Any, ...], value: Any) -> Any:
    for branch in branches:
        if branch is not NoneType and _fits(branch, value):
            return _adapter(branch).validate_python(value)
    shape = dict if isinstance(value, dict) else list if isinstance(value, list) else None
    alike = [branch for branch in branches if shape is not None and _shape(branch) is shape]
    lists = [branch for branch in branches if _shape(branch) is list]
    for branch in (*alike, *lists):
        return keep(branch, value)
    return cast("Any", value)


def _shape(announced: Any) -> type | None:
    """`dict` for models and mappings, `list` for lists."""
    announced = unaliased(announced)
    origin = get_origin(announced)
    if origin is Annotated:
        return _shape(get_args(announced)[0])
    if origin in (dict, list):
        return cast("type", origin)
    return dict if _is_model(announced) else None


def _build(model: type[M], data: dict[str, Any]) -> M:
    values: dict[str, Any] = {}
    found: set[str] = set()
    rest = dict(data)
    # A model that was not used yet knows the types of its fields by name only.
    model.model_rebuild()
    for name, field in model.model_fields.items():
        wire = field.alias if field.alias is not None and field.alias in rest else name
        if wire in rest:
            values[name] = keep(field.annotation, rest.pop(wire))
            found.add(name)
        elif field.is_required():
            values[name] = None
    built = model.model_construct(found, **values)
    if built.model_extra is not None:
        built.model_extra.update(rest)
    return built


def _single(announced: Any, value: Any) -> Any:
    return _adapter(announced).validate_python(value) if _fits(announced, value) else value


def _fits(announced: Any, value: Any) -> bool:
    try:
        _adapter(announced).validate_python(value)
    except (ValidationError, PydanticUserError, NameError):
        # The last two: the inside of an alias that refers to itself by name cannot be built alone.
        return False
    return True


@lru_cache(maxsize=1024)
def _adapter(announced: Any) -> TypeAdapter[Any]:
    # A model brings its own configuration, and may not be given another.
    return TypeAdapter(announced, config=None if _is_model(announced) else _NUMBERS_ARE_TEXT)


def _is_model(announced: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(announced, type) and issubclass(announced, BaseModel)
