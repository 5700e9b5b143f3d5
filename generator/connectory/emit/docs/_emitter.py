"""Turns pages into files: HTML to publish in every language, and a Markdown twin of each page."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from connectory.emit import Emitter, OutputFile, Part
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Project

from ._site import PLAIN, SOURCE, Site

if TYPE_CHECKING:
    from ._pages import Page


class DocsEmitter(Emitter):
    """Writes `docs/`: Markdown, and a site for who wants one. `package` is the Python package of the clients.

    A site always has the language of specs, at the top; each of its others has a folder of its own.
    `memory` may know pages that are still the same.
    """

    name = "docs"

    def __init__(self, package: str = "connectory_clients", site: Site = PLAIN, memory: Memory = NO_MEMORY) -> None:
        self._package = package
        self._site = site
        self._memory = memory
        self._codes = tuple(dict.fromkeys((SOURCE, *site.languages)))

    def get_ready(self) -> None:
        """Compile the templates of the pages that are made first."""
        from ._files import renderer_of

        renderer_of(SOURCE, self._codes, self._site).get_ready()

    def parts(self, project: Project, /) -> Iterator[Part]:
        """The pages of each language and what they need. Git keeps the Markdown of the language of specs only."""
        several = len(self._codes) > 1
        pages = cache(lambda: tuple(self._pages(project))) if several else lambda: self._pages(project)
        for code in self._codes:
            yield Part(self._language, (code, pages))

    def _pages(self, project: Project) -> "Iterator[Page]":
        """What all languages show; each process makes it once, and imports what that takes."""
        from ._pages import pages_of

        return pages_of(project, self._package, self._memory)

    def _language(self, code: str, pages_once: "Callable[[], Iterable[Page]]") -> Iterator[OutputFile]:
        from ._files import files_of

        return files_of(pages_once(), code, self._codes, self._site, self._memory)
