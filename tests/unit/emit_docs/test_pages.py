"""Every page is sound: it parses, its links lead somewhere, and it asks nothing of other hosts."""

import gzip
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest

from connectory.emit.docs import DocsEmitter, Site
from connectory.model import LANGUAGES, Project
from connectory.pipeline import render

TAG = "{http://www.w3.org/1999/xhtml}"


def parse(text: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(text)


def elements(tree: Element, *names: str) -> Iterator[Element]:
    return (item for item in tree.iter() if str(item.tag).removeprefix(TAG) in names)


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, Element]:
    return {path: parse(text) for path, text in pages.items() if path.endswith(".html")}


def test_html_parses_without_errors(trees: dict[str, Element]) -> None:
    assert len(trees) >= 2


def test_ids_are_unique(trees: dict[str, Element]) -> None:
    for path, tree in trees.items():
        counts = Counter(item.attrib["id"] for item in tree.iter() if "id" in item.attrib)
        assert {name: count for name, count in counts.items() if count > 1} == {}, path


def test_links_lead_somewhere(trees: dict[str, Element], pages: dict[str, str]) -> None:
    anchors = {path: {item.attrib.get("id") for item in tree.iter()} for path, tree in trees.items()}
    followed = 0
    for path, tree in trees.items():
        for link in elements(tree, "a", "link", "script"):
            target, fragment = urldefrag(link.attrib["src" if str(link.tag).endswith("script") else "href"])
            if target.startswith(("http://", "https://")):
                assert link.attrib["rel"] == "noopener"
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert file in pages, (path, target)
            assert not fragment or fragment in anchors[file], (path, fragment)
            followed += 1
    assert followed > 100


def test_links_of_markdown_lead_somewhere(pages: dict[str, str]) -> None:
    followed = 0
    for path, text in pages.items():
        if not path.endswith(".md"):
            continue
        for target in re.findall(r"\]\(([^)]+)\)", text):
            if not target.startswith(("http://", "https://")):
                below, fragment = urldefrag(target)
                file = posixpath.normpath(posixpath.join(posixpath.dirname(path), below))
                assert file in pages, (path, target)
                assert not fragment or re.search(rf"^#+ {fragment}$", pages[file], re.MULTILINE | re.IGNORECASE), target
                followed += 1
    assert followed > 20


def test_schemas_are_links(pages: dict[str, str]) -> None:
    shown = [text for path, text in pages.items() if "/actions/" in path]
    for form in (
        r'<a href="[./]+\w+/schemas\.html#Contact">Contact</a>',
        r"\[Contact\]\([./]+\w+/schemas\.md#contact\)",
    ):
        assert any(re.search(form, text) for text in shown), form


def test_labels_point_at_elements(trees: dict[str, Element]) -> None:
    for tree in trees.values():
        ids = {item.attrib.get("id") for item in tree.iter()}
        assert {item.attrib.get("aria-labelledby") for item in tree.iter()} - {None} <= ids


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, str], trees: dict[str, Element]) -> None:
    for tree in trees.values():
        assert not list(elements(tree, "img", "iframe", "object", "style", "base"))
        assert not [name for item in tree.iter() for name in item.attrib if name.startswith("on") or name == "style"]
        for item in elements(tree, "link", "script"):
            assert "://" not in item.attrib.get("href", item.attrib.get("src", ""))
            assert not item.text, "no script stands in a page"
    assert not re.search(r"url\(|@import", pages["assets/connectory.css"])


def test_headings_are_in_order(trees: dict[str, Element]) -> None:
    for path, tree in trees.items():
        levels = [int(str(item.tag)[-1]) for item in elements(tree, "h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        steps = [(one, two) for one, two in pairwise(levels) if two > one + 1]
        assert steps == [], path


def test_every_page_has_its_landmarks_and_language(trees: dict[str, Element]) -> None:
    for path, tree in trees.items():
        assert tree.attrib["lang"] == ("uk" if path.startswith("uk/") else "en")
        assert len(list(elements(tree, "main"))) == 1
        assert len(list(elements(tree, "title"))) == 1


def test_texts_without_a_translation_are_marked(project: Project, trees: dict[str, Element]) -> None:
    for connector in project.connectors:
        translated = {item.path for item in connector.translations if item.language == "uk" and not item.stale}
        for action in connector.actions:
            path = f"{connector.id}/actions/{action.id}.html"
            assert {item.attrib.get("lang") for item in elements(trees[path], "h1", "p", "li", "div")} == {None}
            (title,) = elements(trees[f"uk/{path}"], "h1")
            assert title.attrib.get("lang") == (None if f"actions.{action.id}.title" in translated else "en")
            for item in trees[f"uk/{path}"].iter():
                if "lang" in item.attrib and item.attrib["lang"] == "en" and text_of(item) != "English":
                    assert not re.search("[а-яіїєґ]", text_of(item), re.IGNORECASE), text_of(item)


def test_every_action_is_a_row_and_a_page(project: Project, trees: dict[str, Element]) -> None:
    for connector in project.connectors:
        rows = [
            item
            for item in elements(trees[f"{connector.id}/index.html"], "details")
            if item.attrib.get("class") == "action"
        ]
        # The anchor has to be inside: browsers open the row around what an address points at.
        assert [row[1].attrib["id"] for row in rows] == [action.id for action in connector.actions]
        for row, action in zip(rows, connector.actions, strict=True):
            assert str(row[0].tag) == f"{TAG}summary"
            assert action.summary in text_of(row[0])
            assert all(alias.id in text_of(row) for alias in action.aliases)
            page = text_of(trees[f"{connector.id}/actions/{action.id}.html"])
            for told in (action.title, action.summary, *(example.title for example in action.examples)):
                assert " ".join(told.split()) in page
            assert all(alias.id in page for alias in action.aliases)


def test_parameters_stand_in_declared_order_without_ignored_ones(project: Project, trees: dict[str, Element]) -> None:
    for connector in project.connectors:
        page = trees[f"{connector.id}/index.html"]
        for action in connector.actions:
            wanted = [item.name for item in action.parameters if not item.ignored]
            row = next(item for item in page.iter() if item.attrib.get("id") == action.id)
            whole = trees[f"{connector.id}/actions/{action.id}.html"]
            section = next(item for item in whole.iter() if item.attrib.get("aria-labelledby") == "input")
            for body in (row, section):
                tables = [item for item in body.findall(f"{TAG}table") if item.attrib.get("class") == "fields"]
                shown = [
                    text_of(line[0][0])
                    for table in tables
                    for line in table.findall(f"{TAG}tbody/{TAG}tr")
                    if line.attrib.get("class") != "inside"
                ]
                assert shown == wanted
                assert ("No parameters." in text_of(body)) == (not wanted)


def test_other_languages_change_words_and_nothing_else(trees: dict[str, Element], pages: dict[str, str]) -> None:
    for path, tree in trees.items():
        if path.startswith("uk/"):
            continue
        other = trees[f"uk/{path}"]
        assert [item.tag for item in tree.iter()] == [item.tag for item in other.iter()], path
        for one, two in zip(elements(tree, "pre"), elements(other, "pre"), strict=True):
            assert text_of(one) == text_of(two)
        codes = [[text_of(item) for item in elements(page, "code")] for page in (tree, other)]
        assert codes[0] == codes[1], path
    twins = [path for path in pages if path.endswith(".md")]
    assert {path.removesuffix(".md") for path in twins} == {path.removesuffix(".html") for path in trees}


SKELETON = re.compile(r"<(pre|code)\b[^>]*>.*?</\1>|<[a-z][a-z0-9]*|\bid=\"[^\"]*\"", re.DOTALL)


def test_no_language_differs_in_code_or_structure(project: Project) -> None:
    """What the tests above find in two languages holds in all of them."""
    site = DocsEmitter(site=Site(tuple(LANGUAGES))).emit(project)
    pages = {str(file.path.relative_to("docs")): file.text for file in site if file.path.suffix == ".html"}
    skeletons = {path: [found.group() for found in SKELETON.finditer(text)] for path, text in pages.items()}
    english = [path for path in pages if path.split("/")[0] not in LANGUAGES]
    assert len(english) * len(LANGUAGES) == len(pages)
    for code in LANGUAGES.keys() - {"en"}:
        for path in english:
            assert len(skeletons[path]) > 20
            assert skeletons[f"{code}/{path}"] == skeletons[path], (code, path)


def test_without_languages_there_is_markdown_only(project: Project) -> None:
    with_site = render(project, "connectory_clients")
    without = render(project, "connectory_clients", Site(()))
    assert set(without) == {file for file in with_site if file.committed}


def test_machines_find_every_page(pages: dict[str, str], project: Project) -> None:
    for path in re.findall(r"\(([^)]+\.md)\)", pages["llms.txt"]):
        assert path in pages
    for connector in project.connectors:
        for action in connector.actions:
            assert f"{connector.id}/actions/{action.id}.md" in pages["llms.txt"]
            assert action.summary in pages["llms-full.txt"] or action.description
    assert set(pages["sitemap.txt"].splitlines()) == {path for path in pages if path.endswith(".html")}


def test_an_address_makes_addresses_whole(project: Project) -> None:
    site = Site(("en", "it"), url="https://docs.example.com/api/")
    pages = {str(file.path.relative_to("docs")): file.text for file in DocsEmitter(site=site).emit(project)}
    connector = project.connectors[0].id
    for path in ("index.html", f"it/{connector}/index.html"):
        (link,) = re.findall('<link rel="canonical" href="([^"]+)">', pages[path])
        assert link == f"https://docs.example.com/api/{path}"
        assert link in pages["sitemap.txt"].splitlines()


def test_pages_are_small(project: Project, pages: dict[str, str]) -> None:
    """The budget: 600 kB for the page of a connector, 100 kB sent; 250 kB for any other; 5 files beside it."""
    for path, text in pages.items():
        if path.endswith(".html"):
            whole = path.endswith(("/index.html", "schemas.html", "language.html"))
            size = len(text.encode())
            assert size < (600_000 if whole else 250_000), (path, size)
            assert len(gzip.compress(text.encode())) < 100_000, path
            assert text.count("<script") + text.count('rel="stylesheet"') + text.count('rel="icon"') == 5
    assert sum(len(pages[f"assets/{name}"]) for name in ("connectory.css", "connectory.js", "theme.js")) < 50_000


def test_only_markdown_is_committed(project: Project) -> None:
    for file in DocsEmitter(site=Site(("en", "it"))).emit(project):
        kept = file.path.suffix == ".md" and file.path.parts[1] != "it"
        assert file.committed == (kept or file.path.name == "llms.txt"), file.path


def test_pages_are_the_same_every_time(project: Project) -> None:
    assert list(DocsEmitter().emit(project)) == list(DocsEmitter().emit(project))


def test_the_package_is_named_in_the_snippets(acme: Project) -> None:
    page = next(
        file
        for file in DocsEmitter("shop_clients").emit(acme)
        if file.path.as_posix() == "docs/acme/actions/find_contacts.md"
    )
    assert "from shop_clients.acme import Acme" in page.text
    assert "connectory_clients" not in page.text


def test_texts_of_specs_are_translated_unless_they_changed(acme: Project) -> None:
    files = {str(file.path): file.text for file in DocsEmitter(site=Site(("uk",))).emit(acme)}
    action = next(item for item in acme.connectors[0].actions if item.id == "find_contacts")
    page = files["docs/uk/acme/actions/find_contacts.md"]
    assert page.startswith("# Знайти контакти\n")
    assert "Застаріло" not in page
    assert action.summary in page
    assert files["docs/acme/actions/find_contacts.md"].startswith(f"# {action.title}\n")


def test_own_templates_and_styles_come_first(acme: Project, tmp_path: Path) -> None:
    own = {"home.html.j2": "<p>{{ page.title }}</p>", "assets/theme.css": ":root { --accent: red; }"}
    for name, text in own.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    files = {str(file.path): file.text for file in DocsEmitter(site=Site(("en",), tmp_path)).emit(acme)}
    assert files["docs/index.html"] == "<p>Connectors</p>"
    assert files["docs/assets/theme.css"] == ":root { --accent: red; }"
    assert "<main" in files["docs/acme/index.html"]
