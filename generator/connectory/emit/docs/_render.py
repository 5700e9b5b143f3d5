"""Fills in the templates of pages, in one language."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

from connectory.model import LANGUAGES
from connectory.templating import environment

from ._escape import finish, md_block, md_cell_code, md_code, md_target
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
        self._html = self._environment(environment(autoescape=True, own=site.templates), _HTML_FILTERS)
        self._markdown = self._environment(_markdown(site.templates), _MARKDOWN_FILTERS)

    def html(self, page: Page) -> str:
        """The page to publish."""
        return self._html.get_template(f"docs/{page.template}.html.j2").render(self._values(page, "html"))

    def markdown(self, page: Page) -> str:
        """The same page as Markdown."""
        return self._markdown.get_template(f"docs/{page.template}.md.j2").render(self._values(page, "md"))

    def asset(self, name: str) -> str:
        """A file that all pages share."""
        return self._html.get_template(f"docs/assets/{name}").render()

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

    def _environment(self, templates: Environment, filters: Mapping[str, Any]) -> Environment:
        language = self.language

        def said(words: Words) -> str:
            return str(language.render(words))

        def in_words(plain: Any) -> Any:
            def filtered(words: Words, *further: str) -> object:
                return plain(said(words), *further)

            return filtered

        def listed(parts: Iterable[Words], between: str) -> str:
            return between.join(map(said, parts))

        own: dict[str, Any] = {name: in_words(plain) for name, plain in filters.items()}
        own["listed"] = listed
        templates.filters.update(own)
        templates.extend(phrases=language.phrases)
        templates.add_extension("jinja2.ext.i18n")
        templates.add_extension(_Fixed)
        install: Any = getattr(templates, "install_gettext_callables")  # noqa: B009 - the extension adds it
        install(language.phrases.gettext, language.phrases.ngettext, newstyle=True)
        finish_value = templates.finalize or _as_it_is

        def finalize(value: object) -> Any:
            return finish_value(language.render(value))

        templates.finalize = finalize
        return templates


def _path(page: Page, code: str, suffix: str) -> str:
    """Where the page is in the site, in a language."""
    folder = "" if code == SOURCE else f"{code}/"
    return f"{folder}{page.path}.{suffix}"


class _Fixed(Extension):
    """Puts phrases without values into templates in the language of the page, once and for all pages."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        def said(found: re.Match[str]) -> str:
            text: str = json.loads(found[1])
            phrases: NullTranslations = getattr(self.environment, "phrases")  # noqa: B009 - added above
            return json.dumps(phrases.gettext(text), ensure_ascii=False)

        return _PHRASE.sub(said, source)


def _as_it_is(value: Any) -> Any:
    return value


def _markdown(own: Path | None) -> Environment:
    """What autoescape is to HTML, `finish` is to Markdown: texts are escaped unless a filter made them markup."""
    templates = environment(autoescape=False, own=own)
    templates.finalize = finish
    return templates
