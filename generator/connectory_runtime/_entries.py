"""What an answer says of the single items of a list. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ._conditions import holds
from ._reference import follow, look_up
from ._scalar import to_text
from ._text import one_line
from ._unset import UNSET

if TYPE_CHECKING:
    from ._answer import Answer
    from ._behaviour import Entries

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer says of one item: its `entry`, and whether it failed; `None` when that cannot be told."""

    entry: Any = None
    failed: bool | None = False
    message: str | None = None


def verdicts(entries: Entries | None, items: Sequence[Any], answer: Answer) -> list[Verdict]:
    """What the answer to a request with these items says of each of them.

    An item without an entry succeeded. A failure that cannot be assigned to an item puts those without an entry in
    doubt; or they failed, where there are not more of them than such failures.
    """
    if entries is None:
        return [Verdict()] * len(items)
    found = look_up(entries.at, {}, answer, succeeded=True)
    rows: list[Any] = (
        cast("list[Any]", found) if isinstance(found, list) else [found] if isinstance(found, dict) else []
    )
    told = [_verdict(entries, row) for row in rows]
    assigned, astray = _by_key(entries.match, items, told) if entries.match is not None else _by_position(items, told)
    lost = [verdict for verdict in astray if verdict.failed]
    if not lost:
        return [Verdict() if verdict is None else verdict for verdict in assigned]
    silent = assigned.count(None)
    rest = Verdict(None, True, lost[0].message) if len(lost) >= silent else Verdict(None, None)
    return [rest if verdict is None else verdict for verdict in assigned]


def _verdict(entries: Entries, row: Any) -> Verdict:
    failed = all(
        holds(condition, follow(row, condition.reference.removeprefix("$entry."))) for condition in entries.failed
    )
    reason = follow(row, entries.message) if failed and entries.message else UNSET
    return Verdict(row, failed, None if reason is UNSET or reason is None else one_line(to_text(reason), _LONGEST))


def _by_position(items: Sequence[Any], told: list[Verdict]) -> tuple[list[Verdict | None], list[Verdict]]:
    if len(told) == len(items):
        return list(told), []
    return [None] * len(items), told


def _by_key(
    match: Mapping[str, str], items: Sequence[Any], told: list[Verdict]
) -> tuple[list[Verdict | None], list[Verdict]]:
    """Verdicts by item, and those of no item. Of items that look the same, the first has the first entry."""
    waiting: dict[str | None, list[Verdict]] = {}
    for verdict in told:
        waiting.setdefault(_key(verdict.entry, match.values()), []).append(verdict)
    failed = {key for key, verdicts in waiting.items() if any(verdict.failed for verdict in verdicts)}
    astray = waiting.pop(None, [])
    assigned: list[Verdict | None] = []
    for item in items:
        key = _key(item, match.keys())
        if own := waiting.get(key):
            assigned.append(own.pop(0))
        else:
            # It looks like one that failed, and there was only one entry for both.
            assigned.append(Verdict(None, None) if key in failed and key is not None else None)
    return assigned, [*astray, *(verdict for rest in waiting.values() for verdict in rest)]


def _key(value: Any, paths: Iterable[str]) -> str | None:
    """What tells an item from others, spelled the same in requests and answers; `None` where nothing does."""
    found = [follow(value, path) for path in paths]
    if all(part is UNSET or part is None for part in found):
        return None
    texts = [
        "" if part is UNSET or part is None else part if isinstance(part, str) else _spelled(part) for part in found
    ]
    return json.dumps(texts)


def _spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
