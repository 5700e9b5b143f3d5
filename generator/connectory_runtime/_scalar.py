"""Single values as text, for every place of a request that is not JSON."""

import json
from typing import Any, cast


def to_text(value: Any) -> str:
    """Text as it is, everything else as JSON writes it: `true`, `5`, `1.5`."""
    return value if isinstance(value, str) else json.dumps(value)


def to_texts(value: Any) -> list[str]:
    """One text, or one for each item of a list.

    Raises:
        ValueError: for null and objects, which have no form outside of JSON.
    """
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    for item in items:
        if item is None or isinstance(item, (list, dict)):
            raise ValueError("is null, an object or a list of lists, which only a JSON body can carry")
    return [to_text(item) for item in items]
