"""Single values as text, for every place of a request that is not JSON."""

import json
from typing import Any, cast


def to_text(value: Any) -> str:
    """Text as it is, everything else as JSON writes it: `true`, `5`, `1.5`."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else json.dumps(value)


def to_texts(value: Any, separator: str | None = None) -> list[str]:
    """One text, or one for each item of a list; with a separator, one for the whole list.

    Raises:
        ValueError: for null and objects, which have no form outside of JSON, and items with the separator in them.
    """
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    for item in items:
        if item is None or isinstance(item, (list, dict)):
            raise ValueError("is null, an object or a list of lists, which only a JSON body can carry")
    texts = [to_text(item) for item in items]
    if separator is None or not isinstance(value, list):
        return texts
    if any(separator in text for text in texts):
        raise ValueError(f"has an item with {separator!r} in it, which stands between items here")
    return [separator.join(texts)] if texts else []
