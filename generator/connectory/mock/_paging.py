"""The part of a list that a request asks for. The example, or the sample, is the whole list."""

from typing import Any, cast

from connectory.model import Action, Pagination, Parameter, Reference
from connectory.model.reference import place_in

from ._parts import Parts


def part_of(whole: Any, action: Action, parts: Parts) -> Any:
    """What a page of `whole` holds. Nothing is promised behind the end."""
    pagination = action.pagination
    if pagination is None or pagination.items is None:
        return whole
    position, limit = _asked(pagination.position, action, parts), _number(_asked(pagination.limit, action, parts))
    items = _at(whole, pagination.items)
    if not isinstance(items, list):
        return whole
    listed = cast("list[Any]", items)
    first = pagination.first if pagination.first is not None else int(pagination.kind == "page")
    # Only where a caller counts can the rest be asked for: a promise of more could not be kept.
    size = limit if limit and pagination.kind in ("offset", "page") else max(1, len(listed))
    behind = _number(position) - first if position is not None else 0
    match pagination.kind:
        case "offset":
            start = max(0, behind)
        case "page":
            start = max(0, behind) * size
        case _:
            start = 0 if position is None else len(listed)
    if start == 0 and len(listed) <= size:
        return whole
    rest = _with(whole, pagination.items, listed[start : start + size])
    return _with(rest, pagination.next, None) if pagination.next is not None and start else rest


def ended(whole: Any, pagination: Pagination | None) -> Any:
    """A made up answer without the promise of a further page, which could not be kept."""
    return _with(whole, pagination.next, None) if pagination is not None and pagination.next is not None else whole


def _asked(name: str | None, action: Action, parts: Parts) -> str | None:
    """The text of a parameter in the query or in a form."""
    parameter: Parameter | None = next((item for item in action.parameters if item.name == name), None)
    pairs = (*parts.query, *parts.form)
    return None if parameter is None else next((text for wire, text in pairs if wire == parameter.wire), None)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() else 0


def _at(value: Any, reference: Reference) -> Any:
    for step in _path(reference):
        value = cast("dict[str, Any]", value).get(step) if isinstance(value, dict) else None
    return value


def _with(value: Any, reference: Reference, part: Any) -> Any:
    """A copy of `value` with another `part` where the reference leads; unchanged where it leads to nothing."""
    return _replaced(value, _path(reference), part)


def _replaced(value: Any, path: tuple[str, ...], part: Any) -> Any:
    if not path:
        return part
    if isinstance(value, list) and (at := place_in(items := cast("list[Any]", value), path[0])) is not None:
        return [_replaced(item, path[1:], part) if index == at else item for index, item in enumerate(items)]
    if not isinstance(value, dict) or path[0] not in value:
        return cast("Any", value)
    members = cast("dict[str, Any]", value)
    return {**members, path[0]: _replaced(members[path[0]], path[1:], part)}


def _path(reference: Reference) -> tuple[str, ...]:
    return reference.path if reference.root in ("output", "response.json") else ("",)
