"""What the runtime needs to know to go through the pages of an action."""

from connectory.model import Action, Pagination, Parameter, Reference

from ._literals import call, literal, values
from ._models import Result

_FIRST = {"offset": 0, "page": 1}


def pagination_declaration(pagination: Pagination, action: Action, items: Result | None) -> str:
    """`Pagination(…)`. What the parameters say of their defaults and limits counts as well."""
    by_name = {parameter.name: parameter for parameter in action.parameters}
    position, limit = by_name.get(pagination.position or ""), by_name.get(pagination.limit or "")
    arguments = {"kind": literal(pagination.kind)}
    if position is not None:
        arguments["position"] = literal(position.name)
        if pagination.kind in _FIRST:
            declared = _default(position) if pagination.first is None else pagination.first
            arguments["first"] = literal(_FIRST[pagination.kind] if declared is None else declared)
    if limit is not None:
        arguments["limit"] = literal(limit.name)
        if action.longest_page is not None:
            arguments["max"] = literal(action.longest_page)
        if (size := _default(limit)) is not None:
            arguments["size"] = literal(size)
    for name in ("items", "next", "total"):
        reference = getattr(pagination, name)
        if reference is not None and (written := _written(reference)) != "$response.json":
            arguments[name] = literal(written)
    if pagination.end:
        arguments["end"] = values(pagination.end)
    if items is not None and items.name is not None:
        arguments["returns"] = literal(items.name)
    return call("Pagination", arguments)


def _written(reference: Reference) -> str:
    """The runtime knows one name for the answer."""
    root = "response.json" if reference.root == "output" else reference.root
    return "$" + ".".join((root, *reference.path))


def _default(parameter: Parameter) -> int | None:
    value = parameter.schema.default and parameter.schema.default.value
    return value if isinstance(value, int) and not isinstance(value, bool) else None
