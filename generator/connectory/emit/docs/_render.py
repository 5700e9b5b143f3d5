"""Fills in the templates of pages, in one language."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from jinja2 import Environment

from connectory.model import LANGUAGES
from connectory.templating import compile_all, environment, sources

from ._escape import MarkdownText, finish, md_block, md_cell_code, md_code, md_target
from ._language import Language
from ._pages import Page
from ._prose import html_prose, md_prose, md_prose_line
from ._said import Words
from ._site import SOURCE, Site

_HTML_FILTERS: Mapping[str, Any] = {"prose": html_prose}
_MARKDOWN_FILTERS: Mapping[str, Any] = {
    "block": md_block,
    "cell_code": md_cell_code,
    "code": md_code,
    "prose": md_prose,
    "prose_line": md_prose_line,
    "target": md_target,
}
_PHRASE = re.compile(r'_\(("[^"\\]*")\)')


class Renderer:
    """Pages of one language. `codes` are all languages of the site."""

    def __init__(self, language: Language, codes: Sequence[str], site: Site) -> None:
        self.language = language
        self._codes = tuple(codes)
        self._url = site.url
        self._own = site.templates
        self._is_site = bool(site.languages)
        self._html = self._environment("html", _HTML_FILTERS)
        self._markdown = self._environment("markdown", _MARKDOWN_FILTERS)

    def get_ready(self) -> None:
        """Compile all templates that will be needed."""
        compile_all(self._markdown, "docs", ".md.j2")
        if self._is_site:
            compile_all(self._html, "docs", ".html.j2")

    def html(self, page: Page) -> str:
        """The page to publish."""
        return self._html.get_template(f"docs/{page.template}.html.j2").render(self._values(page, "html"))

    def markdown(self, page: Page) -> str:
        """The same page as Markdown."""
        return self._markdown.get_template(f"docs/{page.template}.md.j2").render(self._values(page, "md"))

    def asset(self, name: str) -> str:
        """A file that all pages share, as it is: styles and scripts have braces of their own."""
        return sources(self._own).get_source(self._html, f"docs/assets/{name}")[0]

    def _values(self, page: Page, suffix: str) -> dict[str, Any]:
        above = page.path.count("/")
        up, depth = "../" * above, above + (self.language.code != SOURCE)

        def to(path: str, kind: str = suffix) -> str:
            """The address of another page of the same language, as seen from this one."""
            file, mark, fragment = path.partition("#")
            return f"{up}{file}.{kind}{mark}{fragment}"

        return {
            **page.values,
            "page": page,
            "connector": page.connector,
            "to": to,
            "root": "../" * depth,
            "language": self.language,
            "languages": [(code, LANGUAGES[code], "../" * depth + _path(page, code, suffix)) for code in self._codes],
            "address": self._url and f"{self._url}{_path(page, self.language.code, suffix)}",
        }

    def _environment(self, kind: str, filters: Mapping[str, Any]) -> Environment:
        language = self.language
        is_html = kind == "html"
        purpose = f"{kind} in {language.code}"
        templates = environment(purpose, autoescape=is_html, own=self._own, reword=partial(_reworded, language))

        def said(words: Words) -> str:
            # Most words are plain texts.
            return words if isinstance(words, str) else str(language.render(words))

        def in_words(plain: Any) -> Any:
            def filtered(words: Words, *further: str) -> object:
                return plain(said(words), *further)

            return filtered

        def listed(parts: Iterable[Words], between: str) -> str:
            return between.join(map(said, parts))

        own: dict[str, Any] = {name: in_words(plain) for name, plain in filters.items()}
        own["listed"] = listed
        own["lang"] = language.mark
        templates.filters.update(own)
        templates.add_extension("jinja2.ext.i18n")
        install: Any = getattr(templates, "install_gettext_callables")  # noqa: B009 - the extension adds it
        install(language.phrases.gettext, language.phrases.ngettext, newstyle=True)

        def finalize(value: object) -> object:
            # What autoescape is to HTML, `finish` is to Markdown: texts are escaped unless a filter made them markup.
            return value if isinstance(value, MarkdownText) else finish(language.render(value))

        templates.finalize = language.render if is_html else finalize
        return templates


def _path(page: Page, code: str, suffix: str) -> str:
    """Where the page is in the site, in a language."""
    folder = "" if code == SOURCE else f"{code}/"
    return f"{folder}{page.path}.{suffix}"


def _reworded(language: Language, source: str) -> str:
    """A template with its phrases without values in the language of the page, once and for all pages."""

    def said(found: re.Match[str]) -> str:
        text: str = json.loads(found[1])
        return json.dumps(language.phrases.gettext(text), ensure_ascii=False)

    return _PHRASE.sub(said, source)
