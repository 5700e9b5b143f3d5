"""Turns pages into files: HTML to publish in every language, and a Markdown twin of each page."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath

from connectory.emit import Emitter, OutputFile, Part
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Project

from ._index import llms, llms_full, search_index, sitemap
from ._language import Language, phrases_of
from ._pages import Page, pages_of
from ._render import Renderer
from ._site import SOURCE, Site

_PLAIN = Site()
ASSETS = ("connectory.css", "theme.css", "connectory.js", "theme.js", "minisearch.js", "prism.js", "connectory.svg")


class DocsEmitter(Emitter):
    """Writes `docs/`: Markdown, and a site for who wants one. `package` is the Python package of the clients.

    A site always has the language of specs, at the top; each of its others has a folder of its own.
    `memory` may know pages that are still the same.
    """

    name = "docs"

    def __init__(self, package: str = "connectory_clients", site: Site = _PLAIN, memory: Memory = NO_MEMORY) -> None:
        self._package = package
        self._site = site
        self._memory = memory
        self._codes = tuple(dict.fromkeys((SOURCE, *site.languages)))

    def parts(self, project: Project, /) -> Iterator[Part]:
        """The pages of each language and what they need. Git keeps the Markdown of the language of specs only."""
        # All languages show the same pages, so each process makes them once.
        pages = cache(lambda: tuple(pages_of(project, self._package, self._memory)))
        for code in self._codes:
            yield Part(self._language, (code, pages))

    def _language(self, code: str, pages_once: Callable[[], Sequence[Page]]) -> Iterator[OutputFile]:
        recall = self._memory.recall
        pages = pages_once()
        renderer = recall(self._renderer, code)
        folder = "" if code == SOURCE else f"{code}/"
        twins = {page.path: recall(renderer.markdown, page) for page in pages}
        for path, text in twins.items():
            yield _file(f"{folder}{path}.md", text, committed=code == SOURCE)
        if code == SOURCE:
            yield _file("llms.txt", llms(pages), committed=True)
        if self._site.languages:
            for page in pages:
                yield _file(f"{folder}{page.path}.html", recall(renderer.html, page))
            yield _file(f"{folder}llms-full.txt", llms_full(twins.values()))
            yield _file(f"assets/search.{code}.js", search_index(pages, renderer.language))
            if code == SOURCE:
                yield from self._shared(renderer, pages)

    def _renderer(self, code: str) -> Renderer:
        return Renderer(Language(code, phrases_of(code)), self._codes, self._site)

    def _shared(self, renderer: Renderer, pages: Sequence[Page]) -> Iterator[OutputFile]:
        yield _file("sitemap.txt", sitemap(pages, self._codes, self._site.url))
        for name in ASSETS:
            yield _file(f"assets/{name}", renderer.asset(name))


def _file(path: str, text: str, *, committed: bool = False) -> OutputFile:
    return OutputFile(PurePosixPath("docs", path), text, committed)
