"""Hostile texts change the words of a page and nothing else."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt

from connectory.emit.docs import DocsEmitter, Site
from connectory.model import Alias, Deprecation, Evidence, Project, Schema
from connectory.pipeline import compile_specs

ACME = Path(__file__).parents[2] / "golden" / "docs" / "acme"

HARMLESS = "word"
HOSTILE = [
    '"><script>alert(1)</script>',
    "</code></pre></details><h1>x",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "a | b \\| c \\",
    "```\n# x\n```",
    "[x](javascript:alert(1)) ![y](https://z.example) <b> &lt; `c` **d** __e__",
    "--> ]]> */ '",
    "- x\n1. y\n> z",
]


def planted(project: Project, text: str) -> Project:
    """The project with `text` at every place that takes a plain text."""
    connector = project.connectors[0]
    resources = tuple(
        replace(resource, title=text, actions=tuple(_action(action, text) for action in resource.actions))
        for resource in connector.resources
    )
    changed = replace(
        connector,
        title=text,
        summary=text,
        audience=text,
        description=None,
        resources=resources,
        schemas=tuple(replace(named, schema=_schema(named.schema, text)) for named in connector.schemas),
        servers=tuple(replace(server, description=text) for server in connector.servers),
        errors=tuple(_error(error, text) for error in connector.errors),
        auth=tuple(replace(scheme, how=text) for scheme in connector.auth),
    )
    return replace(project, connectors=(changed,))


def _error(error: Any, text: str) -> Any:
    when = tuple(replace(condition, values=(text, text)) for condition in error.when)
    return replace(error, code=text, advice=text, when=when)


def _action(action: Any, text: str) -> Any:
    return replace(
        action,
        errors=tuple(_error(error, text) for error in action.errors),
        error_when=tuple(replace(condition, values=(text, text)) for condition in action.error_when),
        title=text,
        summary=text,
        use_when=text,
        description=None,
        notes=(text, text),
        deprecated=Deprecation(reason=text, replacement=None),
        aliases=(Alias(catalogue=text, id=text),),
        evidence=Evidence(status="observed", source=text, note=text),
        parameters=tuple(replace(item, schema=_schema(item.schema, text)) for item in action.parameters),
        output=_schema(action.output, text),
        examples=tuple(replace(example, title=text) for example in action.examples),
    )


def _schema(schema: Schema, text: str) -> Schema:
    return replace(
        schema,
        description=None,
        pattern=text if schema.pattern else None,
        examples=(text,),
        enum=tuple(replace(item, value=text, name=text) for item in schema.enum),
        properties=tuple(replace(item, schema=_schema(item.schema, text)) for item in schema.properties),
    )


def pages(project: Project, suffix: str) -> dict[str, str]:
    files = ((file.path, file.text) for file in DocsEmitter().emit(project))
    return {str(path): text for path, text in files if path.suffix == suffix}


def html_shape(element: Element) -> tuple[Any, ...]:
    attributes = {name: value for name, value in element.attrib.items() if name not in ("aria-label", "content")}
    return (str(element.tag), attributes, tuple(html_shape(child) for child in element))


def markdown_shape(text: str) -> Iterator[tuple[str, ...]]:
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        kinds = [child.type for child in token.children or ()]
        yield (token.type, *(kind for kind in kinds if kind != "text"))


@pytest.mark.parametrize("text", HOSTILE)
def test_html(acme: Project, text: str) -> None:
    plain, evil = (pages(planted(acme, word), ".html") for word in (HARMLESS, text))
    assert plain.keys() == evil.keys()
    shown = 0
    for path, page in evil.items():
        tree = html5lib.HTMLParser(strict=True).parse(page)
        assert html_shape(tree) == html_shape(html5lib.HTMLParser(strict=True).parse(plain[path])), path
        shown += " ".join("".join(tree.itertext()).split()).count(" ".join(text.split()))
    assert shown > 40


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown(acme: Project, text: str) -> None:
    plain, evil = (pages(planted(acme, word), ".md") for word in (HARMLESS, text))
    for path, page in evil.items():
        assert list(markdown_shape(page)) == list(markdown_shape(plain[path])), path


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028", "*/ alert(1) //"])
def test_search_index(acme: Project, text: str) -> None:
    files = {str(file.path): file.text for file in DocsEmitter().emit(planted(acme, text))}
    script = files["docs/assets/search.en.js"]
    start, end = "window.connectorySearch = ", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    assert "<" not in script
    assert script.isprintable() or script.count("\n") == 1
    assert json.loads(script.removeprefix(start).removesuffix(end))[0]["title"] == text


KNOTS = {
    "a chain": "{{type: object, properties: {{a: {{$ref: N{next}}}}}}}",
    "twice the next one": "{{type: object, properties: {{a: {{$ref: N{next}}}, b: {{$ref: N{next}}}}}}}",
    "either the next one or the next one": "{{anyOf: [{{$ref: N{next}}}, {{$ref: N{next}}}]}}",
}


@pytest.mark.parametrize("entity", KNOTS.values(), ids=KNOTS)
def test_what_stands_within_one_another_again_and_again_ends(entity: str, tmp_path: Path) -> None:
    """Written out, some of these have more rows than there are atoms."""
    shutil.copytree(ACME / "specs", tmp_path / "specs")
    with (tmp_path / "specs" / "acme" / "schemas.yaml").open("a") as schemas:
        for number in range(60):
            schemas.write(f"N{number}: {entity.format(next=number + 1)}\n")
        schemas.write("N60: {type: object, properties: {end: {type: integer}}}\n")
    project = compile_specs(tmp_path / "specs", tmp_path).require()
    made = {file.path.name: file.text for file in DocsEmitter(site=Site(())).emit(project)}
    assert "N59" in made["schemas.md"]
    assert len(made["schemas.md"]) < 2_000_000
