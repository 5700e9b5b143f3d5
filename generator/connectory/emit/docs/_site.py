"""How a site is to be made."""

from dataclasses import dataclass
from pathlib import Path

from connectory.model import LANGUAGES

SOURCE = next(iter(LANGUAGES))
"""The language of specs and phrases."""


@dataclass(frozen=True, slots=True)
class Site:
    """The languages of a site, a folder whose templates and styles stand in for ours of the same name, and its address.

    Without languages there is no site, only Markdown in the language of specs.
    `url` ends with a slash; `None` where it is not known before the pages are published.
    """

    languages: tuple[str, ...] = (SOURCE,)
    templates: Path | None = None
    url: str | None = None


PLAIN = Site()
"""A site in the language of specs, with nothing of a user's own."""
