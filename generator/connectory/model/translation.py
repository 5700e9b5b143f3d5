"""Texts of a connector in other languages."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

Translated: TypeAlias = Literal["title", "summary"]
"""What of an action has translations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text of an action in another `language`. `stale` tells that the text was changed after it was translated."""

    language: str
    action: str
    member: Translated
    text: str
    stale: bool
    source: Span
