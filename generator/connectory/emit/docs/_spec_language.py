"""The spec language as a page, out of the JSON Schemas that define it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeAlias, cast

from ._shapes import json_text

_DOCUMENTS = {
    "connector": "connector.yaml",
    "action": "<resource>/<action>.yaml",
    "schemas": "schemas.yaml",
    "webhook": "webhooks/<event>.yaml",
    "coverage": "coverage.yaml",
    "changelog": "changelog.yaml",
    "translation": "i18n/<language>.yaml",
    "schema": None,
}
"""The schemas that define the language, and where the files that they are for lie below the folder of a connector."""

_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "mapping",
    "array": "list",
}

_FOLDER = "specs/<connector>/"

_Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """What a value may be: some words, a value as it stands, or the name of a part, which `anchor` leads to."""

    text: str
    anchor: str | None = None
    is_value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key. `path` says where it stands below its part: `steps.do[].name`."""

    path: str
    kinds: tuple[KindView, ...]
    required: bool
    description: str
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A kind of file, or a shape that several keys have. `path` is where files of a kind lie below `specs/`."""

    anchor: str
    title: str
    is_file: bool
    path: str | None
    description: str
    kinds: tuple[KindView, ...]
    keys: tuple[KeyView, ...]


def language_parts() -> tuple[PartView, ...]:
    """The kinds of files, each followed by the shapes that it declares."""
    documents = {f"{name}.schema.json": _read(f"{name}.schema.json") for name in _DOCUMENTS}
    return tuple(part for name in documents for part in _Document(name, documents).parts())


def layout(parts: tuple[PartView, ...]) -> str:
    """The folder of specs as a drawing, with the titles of the parts that tell of its files."""
    files = [(part.path.removeprefix(_FOLDER), part.title) for part in parts if part.path is not None]
    width = max(len(path) for path, _ in files)
    lines = (f"    {path:{width}}  {title}" for path, title in files)
    return "\n".join(("specs/", "  <connector>/", *lines))


def _read(name: str) -> _Schema:
    schema: _Schema = json.loads(files("connectory").joinpath("language", name).read_text(encoding="utf-8"))
    return schema


@dataclass(frozen=True, slots=True)
class _Document:
    """One schema file among all of them."""

    name: str
    documents: dict[str, _Schema]

    def parts(self) -> Iterator[PartView]:
        root = self.documents[self.name]
        yield self._part(self.anchor(""), root["title"], root, is_file=True)
        for name, shape in root.get("$defs", {}).items():
            yield self._part(self.anchor(name), name, shape, is_file=False)

    def _part(self, anchor: str, title: str, schema: _Schema, *, is_file: bool) -> PartView:
        keys = tuple(self._keys(schema, ""))
        rule = schema.get("patternErrorMessage")
        return PartView(
            anchor=anchor,
            title=title,
            is_file=is_file,
            path=f"{_FOLDER}{path}" if is_file and (path := _DOCUMENTS[anchor]) else None,
            description=f"{schema['description']} It {rule}." if rule else schema["description"],
            kinds=() if keys else tuple(self.kinds(schema)),
            keys=keys,
        )

    def anchor(self, name: str) -> str:
        stem = self.name.removesuffix(".schema.json")
        return f"{stem}-{name}" if name else stem

    def _keys(self, schema: _Schema, path: str) -> Iterator[KeyView]:
        """The keys of an object, and of all that is written inside it."""
        for name, below in schema.get("properties", {}).items():
            document, found = self._target(below)
            examples = below.get("examples") or found.get("examples")
            yield KeyView(
                path=f"{path}{name}",
                kinds=tuple(document.kinds(found)),
                required=name in schema.get("required", ()),
                description=below.get("description") or found["description"],
                example=json_text(examples[0]) if examples else None,
            )
            if "$ref" not in below:
                yield from self._keys(below, f"{path}{name}.")
        yield from (key for branch in schema.get("anyOf", ()) for key in self._keys(branch, path))
        for keyword, mark in (("items", "[]."), ("additionalProperties", "*.")):
            if isinstance(inner := schema.get(keyword), dict):
                inside = path.removesuffix(".") if keyword == "items" else path
                yield from self._keys(cast("_Schema", inner), f"{inside}{mark}")

    def _target(self, schema: _Schema) -> "tuple[_Document, _Schema]":
        """What a reference to a property leads to; everything else is itself."""
        if "/properties/" not in schema.get("$ref", ""):
            return self, schema
        document, steps = self._place(schema["$ref"])
        found = self.documents[document.name]
        for step in steps:
            found = found[step]
        return document, found

    def _place(self, reference: str) -> "tuple[_Document, list[str]]":
        file, _, pointer = reference.partition("#/")
        return _Document(file or self.name, self.documents), pointer.split("/")

    def kinds(self, schema: _Schema, before: str = "") -> Iterator[KindView]:
        """The alternatives, with the words `before` the first of them."""
        if "$ref" in schema:
            document, steps = self._place(schema["$ref"])
            yield KindView(text=f"{before}{steps[-1]}", anchor=document.anchor(steps[-1]))
        elif "anyOf" in schema:
            for number, branch in enumerate(schema["anyOf"]):
                yield from self.kinds(branch, "" if number else before)
        elif "enum" in schema or "const" in schema:
            values = schema["enum"] if "enum" in schema else [schema["const"]]
            yield from (KindView(text=json_text(value), is_value=True) for value in values)
        elif isinstance(schema.get("items"), dict):
            yield from self.kinds(schema["items"], f"{before}list of ")
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from self.kinds(schema["additionalProperties"], f"{before}mapping to ")
        else:
            types = schema.get("type", [])
            words = [_WORDS[name] for name in ([types] if isinstance(types, str) else types)] or ["any value"]
            yield KindView(text=f"{before}{' or '.join(words)}")
