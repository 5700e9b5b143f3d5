"""No string of a spec becomes code, markup, a path or a header by accident.

A hostile string is planted at every place that takes text. Either the spec is refused there with a
place and a way out, or the output is the output for a harmless string but for that one constant.
"""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from corpus import HOSTILE, REFUSED, key_places, plant, rename, text_places
from markdown_it import MarkdownIt

from connectory.pipeline import Compilation, compile_specs, render

Places = dict[tuple[str, tuple[str | int, ...]], str]
PROSE_ELEMENTS = {"p", "ul", "ol", "li", "code", "pre", "em", "strong", "br", "a"}
HTML_OF_TWINS = re.compile(r"(</?(details|summary|a)( [^<>]*)?>|[^<>])*")
PROSE = {"title", "summary", "description", "use_when", "note", "advice", "how", "audience"}


def compile_files(root: Path, files: dict[str, dict[str, Any]]) -> Compilation:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
    return compile_specs(root / "specs", root)


def around(place: tuple[str, tuple[str | int, ...]], text: str) -> str:
    """The text before and after a word of the place's own, so that no two places hold the same."""
    number = text_places().index(place)
    return f"{text}Q{chr(97 + number // 26)}{chr(97 + number % 26)}{text}"


@cache
def accepted(hostile: str, root: Path) -> frozenset[tuple[str, tuple[str | int, ...]]]:
    """The places that take this string, each tried alone."""
    found = set()
    for file, place in text_places():
        compilation = compile_files(root, plant({(file, place): around((file, place), hostile)}))
        if compilation.diagnostics.has_errors:
            first = next(item for item in compilation.diagnostics if item.severity == "error")
            assert first.span.file == file or "examples" in place or "default" in place, (file, place, first)
            assert first.message
        else:
            found.add((file, place))
    return frozenset(found)


def outputs(root: Path, places: Places) -> dict[str, str]:
    project = compile_files(root, plant(places)).require()
    return {str(file.path): file.text for file in render(project, "acme_clients")}


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("specs")


def test_the_harmless_spec_is_clean(root: Path) -> None:
    compilation = compile_files(root, plant({}))
    assert [str(item.message) for item in compilation.diagnostics if item.severity == "error"] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_output_differs_only_in_the_planted_text(name: str, root: Path) -> None:
    hostile = HOSTILE[name]
    places = accepted(hostile, root)
    prose = {place for place in text_places() if place[1][-1] in PROSE}
    assert prose - {p for p in prose if "title" in p[1] or "summary" in p[1]} <= places, "prose takes any visible text"
    harmless = "harmlessword"
    plain = outputs(root, {place: around(place, harmless) for place in places})
    evil = outputs(root, {place: around(place, hostile) for place in places})
    assert evil.keys() == plain.keys()
    planted = 0
    for path, text in plain.items():
        if path != "manifest.json":
            planted += compare(path, text, evil[path], harmless, hostile)
    assert planted > 100


def compare(path: str, plain: str, evil: str, harmless: str, hostile: str) -> int:
    """How many planted texts the two outputs hold; everything else must be the same."""
    match Path(path).suffix:
        case ".py":
            return same(ast_leaves(plain), ast_leaves(evil), harmless, hostile, path)
        case ".json":
            return same(json_leaves(json.loads(plain)), json_leaves(json.loads(evil)), harmless, hostile, path)
        case ".html":
            return same(html_leaves(plain), html_leaves(evil), harmless, hostile, path)
        case ".js" if Path(path).name.startswith("search."):
            return same(script_leaves(plain), script_leaves(evil), harmless, hostile, path)
        case ".md" | ".txt":
            return same(markdown_leaves(plain), markdown_leaves(evil), harmless, hostile, path)
        case _:
            assert plain == evil
            return 0


def same(plain: Iterator[Any], evil: Iterator[Any], harmless: str, hostile: str, path: str) -> int:
    planted = 0
    for one, other in zip(plain, evil, strict=True):
        if isinstance(one, str) and harmless in one:
            assert squeeze(other) == squeeze(one.replace(harmless, hostile)), path
            planted += 1
        else:
            assert one == other, path
    return planted


def squeeze(text: str) -> str:
    """White space folded: docstrings are indented and wrapped, pages are laid out."""
    return "".join(text.split())


def ast_leaves(text: str) -> Iterator[Any]:
    for node in ast.walk(ast.parse(text)):
        yield type(node).__name__
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and value.startswith(("NotRequired[", "Literal[")):
                # A type in quotes, as TypedDict wants it, is source once more.
                yield from ast_leaves(value)
            elif isinstance(value, str | int | float | bytes | complex | None):
                yield value
            elif isinstance(value, list):
                yield f"{field}: {len(value)}"


def json_leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield len(value)
        for key, item in value.items():
            yield key
            yield from json_leaves(item)
    elif isinstance(value, list):
        yield len(value)
        for item in value:
            yield from json_leaves(item)
    else:
        yield value


def script_leaves(text: str) -> Iterator[Any]:
    """A script that gives data a name: the data is JSON, and nothing in it ends the script."""
    name, _, data = text.removesuffix(";\n").partition(" = ")
    assert not re.search("[<\u2028\u2029]", data)
    yield name
    yield from json_leaves(json.loads(data))


def html_leaves(text: str) -> Iterator[Any]:
    yield from element_leaves(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text))


def element_leaves(element: Any) -> Iterator[Any]:
    classes = element.get("class", "").split()
    yield element.tag
    yield from (part for pair in sorted(element.attrib.items()) for part in pair)
    if "icon" in classes:
        # The initials of a title, whatever they are.
        assert len("".join(element.itertext())) <= 2
    elif "prose" in classes:
        # A description is Markdown: what it becomes depends on the text, but only within these bounds.
        for inner in list(element.iter())[1:]:
            assert inner.tag in PROSE_ELEMENTS, inner.tag
            assert set(inner.attrib) <= ({"href", "rel"} if inner.tag == "a" else set()), inner.attrib
            assert inner.get("href", "https://").startswith(("https://", "http://"))
    elif "language-json" in classes:
        yield from json_leaves(json.loads("".join(element.itertext())))
    elif "language-python" in classes:
        yield from ast_leaves("".join(element.itertext()))
    elif "language-sh" in classes:
        yield from shell_leaves("".join(element.itertext()))
    else:
        yield element.text or ""
        for child in element:
            yield from element_leaves(child)
            yield child.tail or ""


def shell_leaves(text: str) -> Iterator[Any]:
    """What a command gives to curl, as a real shell sees it."""
    script = f'curl() {{ printf "%s\\0" "$@"; }}\n{text}'
    done = subprocess.run(["sh", "-euc", script], env={"ACME_KEY": "k"}, capture_output=True, text=True, check=True)
    assert not done.stderr
    for word in done.stdout.split("\0"):
        try:
            yield from json_leaves(json.loads(word))
        except ValueError:
            yield unquote(word)


def markdown_leaves(text: str) -> Iterator[Any]:
    """The twin as other renderers would see it: no raw HTML anywhere, no link that is not http(s)."""
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        parts = [token, *(token.children or ())]
        assert not [part for part in parts if part.type in ("html_inline", "image")], token.content
        if token.type == "html_block":
            assert HTML_OF_TWINS.fullmatch(token.content.strip()), token.content
        for part in parts:
            assert not str(part.attrGet("href") or "").lower().startswith(("javascript:", "data:"))
        if token.type.startswith(("heading", "table", "tr", "th", "td", "fence")):
            yield token.type


@pytest.mark.parametrize("name", REFUSED)
def test_invisible_and_oversized_text_is_refused_everywhere(name: str, root: Path) -> None:
    assert accepted(REFUSED[name], root) == frozenset()


@pytest.mark.parametrize("name", [*HOSTILE, *REFUSED])
@pytest.mark.parametrize(("file", "path"), key_places())
def test_names_are_refused_with_a_way_out(name: str, file: str, path: tuple[str | int, ...], root: Path) -> None:
    hostile = {**HOSTILE, **REFUSED}[name]
    compilation = compile_files(root, rename(file, path, hostile))
    if not compilation.diagnostics.has_errors:
        # What a wire name or a label may hold beyond an identifier must arrive as it is.
        assert name in ("non-ascii", "path", "comment ends", "type comment"), (path, hostile)
        return
    errors = [item for item in compilation.diagnostics if item.severity == "error"]
    assert any(item.hint for item in errors), [item.message for item in errors]


@pytest.mark.parametrize("stem", ["../x", "a b", "A", "x;y", "con", "é", "__init__", "class", "..", "-x", "x" * 100])
def test_file_names_are_refused_with_a_proposal(stem: str, tmp_path: Path) -> None:
    files = plant({})
    action = files.pop("specs/acme/contacts/find_contacts.yaml")
    compile_files(tmp_path, files)
    target = tmp_path / "specs" / "acme" / "contacts" / f"{stem}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(action, ensure_ascii=False), encoding="utf-8")
    compilation = compile_specs(tmp_path / "specs", tmp_path)
    errors = [item for item in compilation.diagnostics if item.severity == "error"]
    assert errors
    assert all(item.hint for item in errors)
