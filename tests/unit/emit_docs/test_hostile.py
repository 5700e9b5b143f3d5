"""Hostile texts change the words of a page and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt

from connectory.emit.docs import DocsEmitter
from connectory.model import Alias, Deprecation, Evidence, Project, Schema

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


def render(project: Project, suffix: str) -> str:
    path = f"docs/acme/index.{suffix}"
    return next(file.text for file in DocsEmitter().emit(project) if file.path.as_posix() == path)


def html_shape(element: Element) -> tuple[Any, ...]:
    attributes = {name: value for name, value in element.attrib.items() if name != "content"}
    return (str(element.tag), attributes, tuple(html_shape(child) for child in element))


def markdown_shape(text: str) -> Iterator[tuple[str, ...]]:
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        kinds = [child.type for child in token.children or ()]
        yield (token.type, *(kind for kind in kinds if kind != "text"))


@pytest.mark.parametrize("text", HOSTILE)
def test_html(acme: Project, text: str) -> None:
    plain, evil = (
        html5lib.HTMLParser(strict=True).parse(render(planted(acme, word), "html")) for word in (HARMLESS, text)
    )
    assert html_shape(evil) == html_shape(plain)
    shown = " ".join("".join(evil.itertext()).split())
    assert shown.count(" ".join(text.split())) > 40


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown(acme: Project, text: str) -> None:
    plain, evil = (list(markdown_shape(render(planted(acme, word), "md"))) for word in (HARMLESS, text))
    assert evil == plain
