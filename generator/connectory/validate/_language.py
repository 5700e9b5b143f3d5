"""The published JSON Schemas of the language, compiled once into shapes that are quick to check.

They are the only source of what a spec file may hold. They use few keywords of JSON Schema; one that is not known
here is an error, so that none is silently ignored.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias, cast

Kind: TypeAlias = Literal["action", "connector", "schemas", "webhook", "coverage", "changelog", "translation"]
"""The kinds of spec files; each has a schema of that name."""

_ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description", "examples"})


@dataclass(slots=True, kw_only=True)
class Shape:
    """One schema. Not frozen, because shapes may lead back to themselves; complete once `shape_of` has returned it."""

    types: frozenset[str] = frozenset()
    values: tuple[str | None, ...] = ()
    pattern: re.Pattern[str] | None = None
    pattern_message: str = ""
    type_hint: str = ""
    min_length: int = 0
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    items: "Shape | None" = None
    min_items: int = 0
    unique_items: bool = False
    properties: "dict[str, Shape]" = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    additional: "Shape | None" = None
    closed: bool = False
    names: "Shape | None" = None
    min_properties: int = 0
    branches: "tuple[Shape, ...]" = ()


@cache
def shape_of(kind: Kind) -> Shape:
    """What a whole file of this kind looks like."""
    return _compiler().at(f"{kind}.schema.json", ())


class _Compiler:
    def __init__(self) -> None:
        self._documents: dict[str, Any] = {}
        self._shapes: dict[tuple[str, tuple[str, ...]], Shape] = {}

    def at(self, document: str, path: tuple[str, ...]) -> Shape:
        """The shape at a place in one of the files."""
        schema = self._schema(document, path)
        if "$ref" in schema:
            file, _, pointer = schema["$ref"].partition("#/")
            return self.at(file or document, tuple(pointer.split("/")))
        shape = self._shapes.get((document, path))
        if shape is None:
            shape = self._shapes[document, path] = Shape()
            for keyword, value in schema.items():
                self._fill(shape, keyword, value, document, path)
        return shape

    def _fill(self, shape: Shape, keyword: str, value: Any, document: str, path: tuple[str, ...]) -> None:
        match keyword:
            case "type":
                shape.types = frozenset([value] if isinstance(value, str) else value)
            case "enum":
                shape.values = tuple(value)
            case "const":
                shape.values = (value,)
            case "pattern":
                # In Python `$` also matches before a line feed at the end.
                shape.pattern = re.compile(re.sub(r"\$\Z", r"\\Z", value))
            case "patternErrorMessage":
                shape.pattern_message = value
            case "errorMessage":
                shape.type_hint = value
            case "properties":
                shape.properties = {name: self.at(document, (*path, keyword, name)) for name in value}
                shape.examples = {name: _example(name, below) for name, below in value.items()}
            case "additionalProperties" if value is False:
                shape.closed = True
            case "additionalProperties":
                shape.additional = self.at(document, (*path, keyword))
            case "propertyNames":
                shape.names = self.at(document, (*path, keyword))
            case "items":
                shape.items = self.at(document, (*path, keyword))
            case "anyOf":
                shape.branches = tuple(self.at(document, (*path, keyword, str(index))) for index in range(len(value)))
            case "required":
                shape.required = tuple(value)
            case _ if keyword in _PLAIN:
                setattr(shape, _PLAIN[keyword], value)
            case _ if keyword not in _ANNOTATIONS:
                raise ValueError(f"{document}: the keyword {keyword} is not known here")
            case _:
                pass

    def _schema(self, document: str, path: tuple[str, ...]) -> dict[str, Any]:
        if document not in self._documents:
            text = files("connectory").joinpath("language", document).read_text(encoding="utf-8")
            self._documents[document] = json.loads(text)
        here: Any = self._documents[document]
        for step in path:
            here = here[int(step) if isinstance(here, list) else step]
        schema: dict[str, Any] = here
        return schema


_PLAIN = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "minItems": "min_items",
    "uniqueItems": "unique_items",
    "minProperties": "min_properties",
}


@cache
def _compiler() -> _Compiler:
    return _Compiler()


def _example(name: str, schema: dict[str, Any]) -> str:
    """A key with a value, as an author would write it."""
    return f"{name}: {_flow(next(iter(schema.get('examples', ())), None))}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in entries.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, cast('list[Any]', value)))}]"
    return value if isinstance(value, str) else json.dumps(value)
