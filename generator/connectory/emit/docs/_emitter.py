"""Turns views into pages: HTML to publish, and a Markdown twin of each."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Environment

from connectory.emit import OutputFile
from connectory.model import Project
from connectory.templating import environment

from ._connector import connector_view
from ._escape import finish, md_block, md_cell_code, md_code, md_target
from ._language import language_parts
from ._prose import html_prose, md_prose, md_prose_line

ASSETS = ("connectory.css", "connectory.svg")
_MARKDOWN_FILTERS: dict[str, Any] = {
    "block": md_block,
    "cell_code": md_cell_code,
    "code": md_code,
    "prose": md_prose,
    "prose_line": md_prose_line,
    "target": md_target,
}


class DocsEmitter:
    """Writes `docs/`: a page for all connectors, one for each, one of what each covers, and one of the spec language.

    `package` is the Python package of the clients.
    """

    name = "docs"

    def __init__(self, package: str = "connectory_clients") -> None:
        self._package = package

    def emit(self, project: Project, /) -> Iterator[OutputFile]:
        """The pages and what they need. Git keeps the Markdown only."""
        html, markdown = _html(), _markdown()
        connectors = tuple(connector_view(connector, self._package) for connector in project.connectors)
        parts = language_parts()
        for suffix, templates in (("html", html), ("md", markdown)):
            index = templates.get_template(f"docs/index.{suffix}.j2")
            page = templates.get_template(f"docs/connector/index.{suffix}.j2")
            coverage = templates.get_template(f"docs/connector/coverage.{suffix}.j2")
            committed = suffix == "md"
            yield OutputFile(PurePosixPath("docs", f"index.{suffix}"), index.render(connectors=connectors), committed)
            language = templates.get_template(f"docs/language.{suffix}.j2").render(parts=parts)
            yield OutputFile(PurePosixPath("docs", f"language.{suffix}"), language, committed)
            for connector in connectors:
                path = PurePosixPath("docs", connector.id, f"index.{suffix}")
                yield OutputFile(path, page.render(page=connector), committed)
                if connector.coverage is not None:
                    path = PurePosixPath("docs", connector.id, f"coverage.{suffix}")
                    yield OutputFile(path, coverage.render(page=connector.coverage), committed)
        for name in ASSETS:
            text = html.get_template(f"docs/assets/{name}").render()
            yield OutputFile(PurePosixPath("docs/assets", name), text, committed=False)


def _html() -> Environment:
    templates = environment(autoescape=True)
    templates.filters["prose"] = html_prose
    return templates


def _markdown() -> Environment:
    """What autoescape is to HTML, `finish` is to Markdown: texts are escaped unless a filter made them markup."""
    templates = environment(autoescape=False).overlay(finalize=finish)
    templates.filters.update(_MARKDOWN_FILTERS)
    return templates
