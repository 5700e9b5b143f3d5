"""`rate`: how often an action may be asked for."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.load.nodes import Entry, MappingNode, Node, SequenceNode
from connectory.model import Budget, Rate

from ._amounts import calls_in_seconds
from ._read import entries_at, integer, mapping, text, text_at
from ._scope import Scope

UNKNOWN_RATE_GROUP = Code(
    "R308",
    "unknown-rate-group",
    "Actions that share a limit name a group under `rate` in `connector.yaml`.",
    "rate: {limit: 10/min, group: report}",
    "rate: {limit: 10/min, group: reports}",
)

POINTLESS_RATE = Code(
    "R313",
    "pointless-rate",
    "Of several limits that count the same calls, one is never reached, because another is always reached before.",
    "rate: [10/s, 5/min]",
    "rate: [10/s, 50/min]",
)


def read_budget(node: Node | None, scope: Scope) -> tuple[Budget | None, str | None]:
    """The limits of one action alone, and the group that counts it together with others."""
    if node is None:
        return None, None
    if not isinstance(node, MappingNode):
        return Budget(rates=_rates(node, scope.found)), None
    if (group := node.get("group")) is not None:
        scope.rate_groups.find(text(group), group.span, UNKNOWN_RATE_GROUP, scope.found)
    has_own = any(node.get(key) is not None for key in ("limit", "concurrent"))
    return _budget(node, "limit", None, scope.found) if has_own else None, text_at(node, "group")


def read_budgets(connector: MappingNode, found: Diagnostics) -> tuple[Budget, ...]:
    """The limits of a connector: those of all actions, without a group, and those of the groups."""
    if (node := connector.get("rate")) is None:
        return ()
    here = mapping(node)
    groups = (_group(entry, found) for entry in entries_at(here, "groups"))
    return (_budget(here, "default", None, found), *groups)


def _group(entry: Entry, found: Diagnostics) -> Budget:
    if isinstance(entry.value, MappingNode):
        return _budget(entry.value, "limit", entry.key, found)
    return Budget(group=entry.key, rates=_rates(entry.value, found))


def _budget(node: MappingNode, key: str, group: str | None, found: Diagnostics) -> Budget:
    limit, concurrent = node.get(key), node.get("concurrent")
    return Budget(
        group=group,
        rates=() if limit is None else _rates(limit, found),
        concurrent=None if concurrent is None else integer(concurrent),
    )


def _rates(node: Node, found: Diagnostics) -> tuple[Rate, ...]:
    """One rate, or several that all hold."""
    rates = [_rate(item) for item in (node.items if isinstance(node, SequenceNode) else (node,))]
    for rate in rates:
        if (other := next((other for other in rates if _implies(other, rate)), None)) is not None:
            notes = (Note(other.source, "this limit is always reached first"),)
            message = "another limit makes this one pointless"
            found.error(POINTLESS_RATE, rate.source, message, hint="remove it, or correct one of the two", notes=notes)
    return tuple(rates)


def _rate(node: Node) -> Rate:
    calls, period = calls_in_seconds(text(node))
    return Rate(calls=calls, seconds=period, source=node.span)


def _implies(one: Rate, other: Rate) -> bool:
    """Whether who keeps one limit keeps the other anyway."""
    if one is other:
        return False
    # In a shorter time there are no more calls; in a longer one as many times as the shorter fits in.
    return one.calls * max(1, other.seconds // one.seconds) <= other.calls
