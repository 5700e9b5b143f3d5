"""The files of a site in one language."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from connectory.emit import OutputFile
from connectory.memory import Memory

from ._index import llms, llms_full, search_index, sitemap
from ._language import Language, phrases_of
from ._pages import Page
from ._render import Renderer
from ._site import SOURCE, Site

ASSETS = ("connectory.css", "theme.css", "connectory.js", "theme.js", "minisearch.js", "prism.js", "connectory.svg")


def files_of(
    pages: Sequence[Page], code: str, codes: Sequence[str], site: Site, memory: Memory
) -> Iterator[OutputFile]:
    """The pages in one language, and with the language of specs what all languages share. `codes` are all of them."""
    renderer = memory.recall(renderer_of, code, codes, site)
    folder = "" if code == SOURCE else f"{code}/"
    twins = {page.path: memory.recall(renderer.markdown, page) for page in pages}
    for path, text in twins.items():
        yield _file(f"{folder}{path}.md", text, committed=code == SOURCE)
    if code == SOURCE:
        yield _file("llms.txt", llms(pages), committed=True)
    if site.languages:
        for page in pages:
            yield _file(f"{folder}{page.path}.html", memory.recall(renderer.html, page))
        yield _file(f"{folder}llms-full.txt", llms_full(twins.values()))
        yield _file(f"assets/search.{code}.js", search_index(pages, renderer.language))
        if code == SOURCE:
            yield _file("sitemap.txt", sitemap(pages, codes, site.url))
            for name in ASSETS:
                yield _file(f"assets/{name}", renderer.asset(name))


def renderer_of(code: str, codes: Sequence[str], site: Site) -> Renderer:
    """What fills in pages in one language. `codes` are all languages."""
    return Renderer(Language(code, phrases_of(code)), codes, site)


def _file(path: str, text: str, *, committed: bool = False) -> OutputFile:
    return OutputFile(PurePosixPath("docs", path), text, committed)
