"""What helps to find pages: the index of the search, and lists for machines."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ._action import ActionView
from ._escape import md_text
from ._language import Language
from ._pages import Page
from ._site import SOURCE

SearchEntry: TypeAlias = dict[str, str]
"""An action as the search knows it."""


def search_index(entries: Sequence[SearchEntry]) -> str:
    """All actions, as a script: pages that are opened from a disk can load scripts, and no other files."""
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    # Within a script, these would end it or a line of it.
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.connectorySearch = {text};\n"


def search_entries(page: Page, language: Language) -> Iterator[SearchEntry]:
    """What the search knows of a page: the action, when it shows one."""
    action = page.values.get("action")
    if not isinstance(action, ActionView):
        return
    connector, _, _ = page.path.partition("/")
    folder = "" if language.code == SOURCE else f"{language.code}/"
    yield {
        "id": f"{connector}.{action.id}",
        "title": str(language.render(action.title)),
        "summary": str(language.render(action.summary)),
        "more": " ".join((action.use_when or "", *action.tags, str(action.title), str(action.summary))),
        "names": " ".join((action.id, *(alias.id for alias in action.aliases))),
        "connector": page.connector.title if page.connector else connector,
        "effect": action.effect,
        "url": f"{folder}{page.path}.html",
    }


def llms(pages: Sequence[Page]) -> str:
    """An overview for language models (https://llmstxt.org): every page with what it is about."""
    return "\n".join(_overview(pages)) + "\n"


def _overview(pages: Sequence[Page]) -> Iterator[str]:
    home = pages[0]
    yield f"# {md_text(str(home.title))}"
    yield f"\n> {md_text(str(home.summary))}\n"
    for page in pages[1:]:
        if page.kind == "index":
            yield f"\n## {md_text(str(page.title))}\n"
        yield f"- [{md_text(str(page.title))}]({page.path}.md): {md_text(str(page.summary))}"


def llms_full(twins: Iterable[str]) -> str:
    """All pages in one file."""
    return "\n\n---\n\n".join(text.strip() for text in twins) + "\n"


def sitemap(pages: Sequence[Page], codes: Sequence[str], url: str | None) -> str:
    """The addresses of all pages, one on each line (https://www.sitemaps.org); paths where no address is known."""
    folders = ["" if code == SOURCE else f"{code}/" for code in codes]
    return "".join(f"{url or ''}{folder}{page.path}.html\n" for folder in folders for page in pages)
