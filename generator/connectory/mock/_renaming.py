"""Values that have another name on the wire."""

from typing import Any, cast

from connectory.model import JsonObject, thaw

from ._text import to_text


def to_wire(value: Any, renames: JsonObject) -> Any:
    """A caller's value as it is sent; items of a list one by one."""
    if isinstance(value, list):
        return [to_wire(item, renames) for item in cast("list[Any]", value)]
    renamed: Any = None if isinstance(value, dict) else renames.get(to_text(value))
    return cast("Any", value) if renamed is None else thaw(renamed)
