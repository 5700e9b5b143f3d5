"""JSON bodies, built of values with places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

Steps: TypeAlias = tuple[str, ...]


def steps_of(wire: str) -> Steps:
    """The way from the body's root to a wire name or JSON Pointer; empty when it is the root itself."""
    if not wire.startswith("/"):
        return (wire,) if wire else ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in wire[1:].split("/"))


def build_body(values: Iterable[tuple[Steps, Any]]) -> Any:
    """A body with every value at its place. Where all steps are digits there is a list, with null in the gaps."""
    members: dict[str, list[tuple[Steps, Any]]] = {}
    for steps, value in values:
        if not steps:
            return value
        members.setdefault(steps[0], []).append((steps[1:], value))
    built = {step: build_body(inner) for step, inner in members.items()}
    if built and all(step.isdecimal() and step.isascii() for step in built):
        by_index = {int(step): value for step, value in built.items()}
        return [by_index.get(index) for index in range(max(by_index) + 1)]
    return built
