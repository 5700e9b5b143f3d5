"""Fills in the templates of pages, in one language."""

import json
import re
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

from connectory.templating import environment

from ._escape import finish, md_block, md_cell_code, md_code, md_target
from ._language import SOURCE, Language
from ._pages import Page
from ._prose import html_prose, md_prose, md_prose_line
from ._said import Words

_PHRASE = re.compile(r'_\(("[^"\\]*")\)')


class Renderer:
    """Pages of one language. `spoken` are all languages of the site."""

    def __init__(self, language: Language, spoken: Sequence[Language]) -> None:
        self.language = language
        self._spoken = tuple(spoken)
        self._html = self._environment(_html())
        self._markdown = self._environment(_markdown())

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
            "languages": [(other, self._elsewhere(page, other, suffix, depth)) for other in self._spoken],
        }

    def _elsewhere(self, page: Page, other: Language, suffix: str, depth: int) -> str:
        folder = "" if other.code == SOURCE else f"{other.code}/"
        return f"{'../' * depth}{folder}{page.path}.{suffix}"

    def _environment(self, templates: Environment) -> Environment:
        language = self.language

        def said(words: Words) -> str:
            return str(language.render(words))

        templates.extend(phrases=language.phrases)
        templates.add_extension("jinja2.ext.i18n")
        templates.add_extension(_Fixed)
        templates.install_gettext_callables(  # type: ignore[attr-defined]
            language.phrases.gettext, language.phrases.ngettext, newstyle=True
        )
        templates.filters["said"] = said
        for name in ("prose", "prose_line", "code", "cell_code"):
            if (plain := templates.filters.get(name)) is not None:
                templates.filters[name] = lambda words, plain=plain: plain(said(words))
        templates.filters["listed"] = lambda parts, between: between.join(map(said, parts))
        finalize = templates.finalize or _as_it_is
        templates.finalize = lambda value: finalize(language.render(value))
        return templates


class _Fixed(Extension):
    """Puts phrases without values into templates in the language of the page, once and for all pages."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        def said(found: re.Match[str]) -> str:
            text: str = json.loads(found[1])
            return json.dumps(self.environment.phrases.gettext(text), ensure_ascii=False)  # type: ignore[attr-defined]

        return _PHRASE.sub(said, source)


def _as_it_is(value: Any) -> Any:
    return value


def _html() -> Environment:
    templates = environment(autoescape=True)
    templates.filters["prose"] = html_prose
    return templates


def _markdown() -> Environment:
    """What autoescape is to HTML, `finish` is to Markdown: texts are escaped unless a filter made them markup."""
    templates = environment(autoescape=False)
    templates.finalize = finish
    templates.filters |= {
        "block": md_block,
        "cell_code": md_cell_code,
        "code": md_code,
        "prose": md_prose,
        "prose_line": md_prose_line,
        "target": md_target,
    }
    return templates
