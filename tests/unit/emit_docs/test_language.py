"""The page of the spec language names every key of the schemas, and nothing twice."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from connectory.emit.docs._spec_language import language_parts, layout

ROOT = Path(__file__).parents[3]


def schemas() -> dict[str, dict[str, Any]]:
    folder = files("connectory") / "language"
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir()}


def declared(schema: Any) -> Iterator[str]:
    """The names of all properties that are written in a schema, but for its definitions."""
    if isinstance(schema, list):
        for item in schema:
            yield from declared(item)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.get("properties", {}).values():
            yield from declared(inner)
        for keyword in ("items", "additionalProperties", "anyOf"):
            yield from declared(schema.get(keyword))


def test_every_file_and_shape_has_a_part_with_its_keys() -> None:
    parts = {part.anchor: part for part in language_parts()}
    expected = set()
    for name, document in schemas().items():
        stem = name.removesuffix(".schema.json")
        for anchor, schema in [
            (stem, document),
            *((f"{stem}-{key}", item) for key, item in document.get("$defs", {}).items()),
        ]:
            expected.add(anchor)
            told = [re.split(r"[.\[*]", key.path[::-1], maxsplit=1)[0][::-1] for key in parts[anchor].keys]
            assert sorted(told) == sorted(declared(schema)), anchor
    assert set(parts) == expected


def test_every_key_says_what_it_means_and_what_it_holds() -> None:
    parts = language_parts()
    anchors = {part.anchor for part in parts}
    for part in parts:
        assert part.keys or part.kinds, part.title
        assert len({key.path for key in part.keys}) == len(part.keys), part.title
        for kind in (*part.kinds, *(kind for key in part.keys for kind in key.kinds)):
            assert kind.text
            assert kind.anchor is None or kind.anchor in anchors, kind
        for key in part.keys:
            assert key.kinds, key.path
            assert key.description.endswith((".", "`", "?")), key.path


def test_places_inside_others_are_told() -> None:
    keys = {(part.anchor, key.path): key for part in language_parts() for key in part.keys}
    step = keys["action", "steps.do[].action"]
    assert step.required
    assert [kind.text for kind in step.kinds] == ["text"]
    assert [kind.text for kind in keys["connector", "auth"].kinds][:2] == ["mapping to Basic", "Bearer"]
    assert keys["schema-Parameter", "minLength"].description == keys["schema-Schema", "minLength"].description
    assert [kind.text for kind in keys["action", "effect"].kinds] == ['"read"', '"write"', '"delete"', '"send"']


def test_every_spec_lies_where_the_page_says() -> None:
    parts = language_parts()
    drawn = layout(parts)
    paths = {part.title: part.path for part in parts if part.path is not None}
    found = set()
    for file in (ROOT / "specs").rglob("*.yaml"):
        path = file.relative_to(ROOT).as_posix()
        # `webhooks` and `i18n` are names that no resource has.
        titles = [title for title, form in paths.items() if re.fullmatch(re.sub(r"<\w+>", "[^/]+", form), path)]
        assert titles
        found.add(next((title for title in titles if title != "Action"), "Action"))
    assert found == set(paths)
    assert all(f" {title}" in drawn for title in paths)
