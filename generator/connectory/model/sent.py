"""What the request of an example carries, as it stands on the wire."""

from typing import Any, TypeAlias, cast

from .action import Action, Example
from .json_value import thaw
from .parameter import Parameter
from .reference import is_position
from .wire import Tokens, as_text

Sent: TypeAlias = tuple[Parameter, Any]
"""A parameter, and the value that is sent for it."""


def sent_values(action: Action, example: Example) -> list[Sent]:
    """What the example gives, and what is fixed."""
    given = [item for item in action.parameters if item.name in example.input and not item.ignored]
    return [
        *((item, _renamed(thaw(example.input[item.name]), item)) for item in given),
        *((item, thaw(item.schema.const.value)) for item in action.fixed if item.schema.const is not None),
    ]


def placed(whole: Any, tokens: Tokens, value: Any) -> Any:
    """A body with a value at its place."""
    if not tokens:
        return value
    first, *rest = tokens
    if is_position(first):
        items = list(whole or [])
        items.extend([None] * (int(first) + 1 - len(items)))
        items[int(first)] = placed(items[int(first)], tuple(rest), value)
        return items
    members = dict(whole or {})
    members[first] = placed(members.get(first), tuple(rest), value)
    return members


def _renamed(value: Any, item: Parameter) -> Any:
    if isinstance(value, list):
        return [_renamed(part, item) for part in cast("list[Any]", value)]
    return cast("Any", value) if isinstance(value, dict) else thaw(item.wire_values.get(as_text(value), value))
