"""`changelog.yaml`: what changed in a connector."""

from datetime import date

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode, Node
from connectory.model import Change

from ._calls import UNKNOWN_ACTION
from ._names import Names
from ._read import items_at, mapping, text, texts_at, value_at

DATES_OUT_OF_ORDER = Code(
    "R420",
    "dates-out-of-order",
    "A changelog has days that exist, the newest first, each once.",
    "# changelog.yaml\nchanges: [{date: '2026-01-01', notes: [One.]}, {date: '2026-02-30', notes: [Two.]}]",
    "# changelog.yaml\nchanges: [{date: '2026-02-28', notes: [Two.]}, {date: '2026-01-01', notes: [One.]}]",
)


def read_changelog(node: MappingNode | None, actions: Names, found: Diagnostics) -> tuple[Change, ...]:
    """The changes, newest first; none when there is no file."""
    if node is None:
        return ()
    _check_names(node, actions, found)
    changes: list[Change] = []
    for item in items_at(node, "changes"):
        here = mapping(item)
        day = _day(value_at(here, "date"), found)
        if day is None:
            continue
        if changes and day >= changes[-1].on:
            message = f"{day} is not before {changes[-1].on}, which stands above it"
            found.error(DATES_OUT_OF_ORDER, value_at(here, "date").span, message, hint="put the newest first")
        lists = {name: texts_at(here, name) for name in ("added", "changed", "removed")}
        changes.append(Change(on=day, notes=texts_at(here, "notes"), **lists))
    return tuple(changes)


def _check_names(node: MappingNode, actions: Names, found: Diagnostics) -> None:
    """Report actions that are said to be added or changed, and neither are there nor were removed."""
    changes = [mapping(item) for item in items_at(node, "changes")]
    removed = {name for change in changes for name in texts_at(change, "removed")}
    for change in changes:
        for item in (*items_at(change, "added"), *items_at(change, "changed")):
            if text(item) not in removed:
                actions.find(text(item), item.span, UNKNOWN_ACTION, found)


def _day(node: Node, found: Diagnostics) -> date | None:
    try:
        return date.fromisoformat(text(node))
    except ValueError:
        found.error(DATES_OUT_OF_ORDER, node.span, f"there is no day {text(node)}", hint="write it as `2026-05-31`")
        return None
