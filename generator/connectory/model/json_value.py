"""JSON values that cannot change: tuples for lists, `JsonObject` for objects."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

JsonValue: TypeAlias = "bool | int | float | str | tuple[JsonValue, ...] | JsonObject | None"


class JsonObject(Mapping[str, JsonValue]):
    """A JSON object that keeps its order, compares by content and can be hashed."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, JsonValue]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> JsonValue:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"JsonObject({self._items!r})"


def freeze(value: Any) -> JsonValue:
    """Plain dicts and lists made immutable.

    Raises:
        TypeError: for a value that JSON cannot hold.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        return JsonObject({key: freeze(item) for key, item in members.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in cast("list[Any]", value))
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def thaw(value: JsonValue) -> Any:
    """The same value as plain dicts and lists, ready for `json.dumps`."""
    if isinstance(value, JsonObject):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
