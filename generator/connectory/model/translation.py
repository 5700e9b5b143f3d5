"""Texts of a connector in other languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectory.diagnostics import Span

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
    """A text of a connector in another `language`.

    `path` tells of which one, such as `actions.add_domain.title`.
    `stale` tells that it was changed after it was translated. `now` is the mark of the text as it is.
    """

    language: str
    path: str
    text: str
    stale: bool
    now: str
    source: Span
