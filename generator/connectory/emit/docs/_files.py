"""The files of a site in one language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from connectory.emit import OutputFile
from connectory.memory import Memory

from ._index import SearchEntry, llms, llms_full, search_entries, search_index, sitemap
from ._language import Language, phrases_of
from ._pages import Page
from ._render import Renderer
from ._site import SOURCE, Site

ASSETS = ("connectory.css", "theme.css", "connectory.js", "theme.js", "minisearch.js", "prism.js", "connectory.svg")


def files_of(
    pages: Iterable[Page], code: str, codes: Sequence[str], site: Site, memory: Memory
) -> Iterator[OutputFile]:
    """The pages in one language, and with the language of specs what all languages share. `codes` are all of them.

    What pages show is forgotten one after the other.
    """
    renderer = memory.recall(renderer_of, code, codes, site)
    folder = "" if code == SOURCE else f"{code}/"
    headings: list[Page] = []
    twins: list[str] = []
    entries: list[SearchEntry] = []
    for page in pages:
        twin = memory.recall(renderer.markdown, page)
        yield _file(f"{folder}{page.path}.md", twin, committed=code == SOURCE)
        if site.languages:
            yield _file(f"{folder}{page.path}.html", memory.recall(renderer.html, page))
            twins.append(twin)
            entries.extend(search_entries(page, renderer.language))
        headings.append(replace(page, values={}))
    if code == SOURCE:
        yield _file("llms.txt", llms(headings), committed=True)
    if site.languages:
        yield _file(f"{folder}llms-full.txt", llms_full(twins))
        yield _file(f"assets/search.{code}.js", search_index(entries))
        if code == SOURCE:
            yield _file("sitemap.txt", sitemap(headings, codes, site.url))
            for name in ASSETS:
                yield _file(f"assets/{name}", renderer.asset(name))


def renderer_of(code: str, codes: Sequence[str], site: Site) -> Renderer:
    """What fills in pages in one language. `codes` are all languages."""
    return Renderer(Language(code, phrases_of(code)), codes, site)


def _file(path: str, text: str, *, committed: bool = False) -> OutputFile:
    return OutputFile(PurePosixPath("docs", path), text, committed)
