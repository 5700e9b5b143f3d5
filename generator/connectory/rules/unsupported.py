"""Features that are understood, and that this version cannot run yet.

Each line of the table below is a feature. Its line goes when its behaviour arrives, and nothing else
has to change.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.model import Action, Connector, Project

Finder: TypeAlias = Callable[[Connector], Iterator[Span]]


def check(project: Project, found: Diagnostics) -> None:
    """Report every use of a feature that cannot be run yet."""
    for connector in project.connectors:
        for code, feature, find in _FEATURES:
            for span in find(connector):
                message = f"{feature} is understood, but this version cannot run it yet"
                found.error(code, span, message, hint="leave it out for now")


def _code(number: str, name: str, what: str, example: str) -> Code:
    explanation = (
        f"{what} This is part of the language and has been checked, but calls would not behave as declared, "
        "so nothing is built."
    )
    return Code(number, name, explanation, example)


def _in_actions(find: Callable[[Action], Span | None]) -> Finder:
    def spans(connector: Connector) -> Iterator[Span]:
        for action in connector.actions:
            if (span := find(action)) is not None:
                yield span

    return spans


_FEATURES: tuple[tuple[Code, str, Finder], ...] = (
    (
        _code(
            "F101", "batch", "`batch` splits a long list into several requests.", "batch: {over: contacts, size: 3000}"
        ),
        "`batch`",
        _in_actions(lambda action: action.batch.source if action.batch else None),
    ),
)
