"""`batch` and `rate`: how often and how much an action may be asked for."""

from connectory.diagnostics import Code
from connectory.load.nodes import MappingNode, Node
from connectory.model import Batch, Parameter, Rate

from ._amounts import calls_in_seconds
from ._envelope import WRONG_TYPE
from ._keywords import CROSSED_BOUNDS
from ._read import entries_at, integer, mapping, text, text_at, value_at
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import follow, in_words, types_of

UNKNOWN_RATE_GROUP = Code(
    "R308",
    "unknown-rate-group",
    "Actions that share a limit name a group under `rate` in `connector.yaml`.",
    "rate: {limit: 10/min, group: report}",
    "rate: {limit: 10/min, group: reports}",
)


def read_batch(action: MappingNode, parameters: tuple[Parameter, ...], scope: Scope) -> Batch | None:
    """How a long list is split, checked against the parameter that holds it."""
    if (node := action.get("batch")) is None:
        return None
    here = mapping(node)
    over, size = value_at(here, "over"), value_at(here, "size")
    names = parameter_names(parameters)
    if not names.find(text(over), over.span, UNKNOWN_PARAMETER, scope.found):
        return None
    schema = next(item.schema for item in parameters if item.name == text(over))
    types = types_of(schema, scope.entities)
    if types and "array" not in types:
        message = f"`{text(over)}` is {in_words(types)}, which cannot be split"
        scope.found.error(WRONG_TYPE, over.span, message, hint="name a parameter that holds a list")
    most = follow(schema, scope.entities).max_items
    if most is not None and integer(size) > most:
        message = f"`size` is above the {most} items that `{text(over)}` may have"
        scope.found.error(CROSSED_BOUNDS, size.span, message, hint=f"write {most} or less")
    return Batch(over=text(over), size=integer(size), source=node.span)


def read_rate(node: Node | None, scope: Scope) -> tuple[Rate | None, str | None]:
    """The limit of one action alone, and the group that counts it together with others."""
    if node is None:
        return None, None
    if not isinstance(node, MappingNode):
        return _rate(node, None), None
    limit, group = node.get("limit"), node.get("group")
    if group is not None:
        scope.rate_groups.find(text(group), group.span, UNKNOWN_RATE_GROUP, scope.found)
    return None if limit is None else _rate(limit, None), text_at(node, "group")


def read_rates(connector: MappingNode) -> tuple[Rate, ...]:
    """The limits of a connector: the default, which has no group, and those of the groups."""
    if (node := connector.get("rate")) is None:
        return ()
    here = mapping(node)
    default = here.get("default")
    groups = tuple(_rate(entry.value, entry.key) for entry in entries_at(here, "groups"))
    return groups if default is None else (_rate(default, None), *groups)


def _rate(node: Node, group: str | None) -> Rate:
    calls, period = calls_in_seconds(text(node))
    return Rate(calls=calls, seconds=period, group=group, source=node.span)
