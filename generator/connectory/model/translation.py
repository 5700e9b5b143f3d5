"""Texts of a connector in other languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

Translated: TypeAlias = Literal["title", "summary"]
"""What of an action has translations."""


LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "es": "Español",
    "zh": "中文",
    "uk": "Українська",
    "it": "Italiano",
}
"""The languages of pages, each by its own name. The first is that of specs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text of an action in another `language`.

    `stale` tells that the text was changed after it was translated. `now` is the mark of the text as it is.
    """

    language: str
    action: str
    member: Translated
    text: str
    stale: bool
    now: str
    source: Span
