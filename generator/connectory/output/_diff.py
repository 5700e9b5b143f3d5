"""A plan as a unified diff."""

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

from ._plan import Plan


def unified_diff(changes: Plan) -> str:
    """What `apply` would do, as `diff -u` shows it. Empty when there is nothing to do."""
    return "".join(_lines(changes))


def _lines(changes: Plan) -> Iterator[str]:
    after = {file.path: file.text for _, file in changes.writes}
    for path in sorted({*after, *changes.removes}):
        yield from _file(path, changes.before.get(path), after.get(path))


def _file(path: PurePosixPath, before: str | None, after: str | None) -> Iterator[str]:
    old = f"a/{path}" if before is not None else "/dev/null"
    new = f"b/{path}" if after is not None else "/dev/null"
    lines = difflib.unified_diff(
        (before or "").splitlines(keepends=True), (after or "").splitlines(keepends=True), old, new
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
