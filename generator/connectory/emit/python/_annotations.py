"""Type expressions: what callers pass in, and what they get back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from connectory.model import MOMENTS, JsonValue, Schema, TypeName

from ._class_names import ClassNames
from ._literals import literal
from ._shapes import ANYTHING, Entities, enum_values, is_literal, is_record

ANY = "Any"
SCALARS: dict[TypeName, str] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}


@dataclass(frozen=True, slots=True)
class Imports:
    """Names that expressions use, by where they come from; of `models`, the class that each stands for."""

    typing: set[str] = field(default_factory=set[str])
    abc: set[str] = field(default_factory=set[str])
    modules: set[str] = field(default_factory=set[str])
    models: dict[str, str] = field(default_factory=dict[str, str])
    inputs: set[str] = field(default_factory=set[str])
    enums: set[str] = field(default_factory=set[str])
    runtime: set[str] = field(default_factory=set[str])

    def update(self, other: "Imports") -> None:
        """Add all names of `other`."""
        for name in ("typing", "abc", "modules", "models", "inputs", "enums", "runtime"):
            getattr(self, name).update(getattr(other, name))

    @property
    def from_models(self) -> tuple[str, ...]:
        """What is imported from the module of models, sorted."""
        pairs = sorted((name, local) for local, name in self.models.items())
        return tuple(name if name == local else f"{name} as {local}" for name, local in pairs)


@dataclass(frozen=True, slots=True)
class InputAnnotations:
    """Types of what callers pass: closed enums, any sequence or mapping, dicts checked by a TypedDict.

    `models` are the entities that have a pydantic model: an instance may be passed instead of a dict.
    `labelled` gives the class of a labelled enum. Every record is reported to `on_record` under the name of
    its TypedDict, so that it can be written.
    """

    entities: Entities
    names: ClassNames
    models: frozenset[str]
    labelled: Callable[[Schema], str | None]
    on_record: Callable[[str, Schema], None]

    def expression(self, schema: Schema, name: str, imports: Imports) -> str:
        """The type of `schema`; an inline record at this place is called `name`."""
        return _union(_options(schema, name, imports, self), imports)

    def entity(self, name: str, imports: Imports) -> Iterator[str]:
        if name in self.models:
            local = self.names.imported(name)
            imports.models[local] = name
            yield local
        yield self.record(name, self.entities.schemas[name], imports)

    def record(self, wanted: str, schema: Schema, imports: Imports) -> str:
        name = self.names.typed_dict(wanted, schema)
        self.on_record(name, schema)
        imports.inputs.add(name)
        return name

    def enum(self, schema: Schema, imports: Imports) -> Iterator[str]:
        if (label := self.labelled(schema)) is not None:
            imports.enums.add(label)
            yield label

    def file(self, imports: Imports) -> str:
        imports.runtime.add("FileInput")
        return "FileInput"

    def moment(self, form: str, imports: Imports) -> Iterator[str]:
        """The class of Python whose values are written in the form."""
        kind = "datetime" if form in MOMENTS else form
        if kind in ("date", "datetime", "time"):
            imports.modules.add("datetime as dt")
            yield f"dt.{kind}"

    def container(self, kind: str, item: str, imports: Imports) -> str:
        if kind == "array" and item == "str":
            # A text is a sequence of texts too; as a list it is caught by type checkers.
            return "list[str]"
        imports.abc.add("Sequence" if kind == "array" else "Mapping")
        return f"Sequence[{item}]" if kind == "array" else f"Mapping[str, {item}]"


@dataclass(frozen=True, slots=True)
class OutputAnnotations:
    """Types of what comes back: models, lists and dicts, and enums that may hold values nobody knew.

    `imported` tells what an entity is called in the module that has the expression.
    """

    entities: Entities
    on_record: Callable[[str, Schema], str]
    imported: Callable[[str], str]

    def expression(self, schema: Schema, name: str, imports: Imports) -> str:
        """The type of `schema`; an inline record at this place is called `name`."""
        return _union(_options(schema, name, imports, self), imports)

    def entity(self, name: str, imports: Imports) -> Iterator[str]:
        local = self.imported(name)
        imports.models[local] = name
        yield local

    def record(self, wanted: str, schema: Schema, imports: Imports) -> str:
        name = self.on_record(wanted, schema)
        imports.models[name] = name
        return name

    def enum(self, schema: Schema, _imports: Imports) -> Iterator[str]:
        yield from (SCALARS[kind] for kind in schema.types if kind in SCALARS)

    def file(self, imports: Imports) -> str:
        imports.runtime.add("Download")
        return "Download"

    def moment(self, _form: str, _imports: Imports) -> Iterator[str]:
        yield from ()

    def container(self, kind: str, item: str, _imports: Imports) -> str:
        return f"list[{item}]" if kind == "array" else f"dict[str, {item}]"


def _options(schema: Schema, name: str, imports: Imports, style: InputAnnotations | OutputAnnotations) -> Iterator[str]:
    """The members of the union that a type is; `Any` among them swallows the others."""
    schema = style.entities.inline(schema)
    if schema.ref is not None:
        yield from style.entity(schema.ref, imports)
    elif values := enum_values(schema):
        yield from _enum(schema, values, imports, style)
    elif is_record(schema):
        yield style.record(name, schema, imports)
        if "null" in schema.types:
            yield "None"
    elif branches := schema.any_of or schema.one_of:
        for number, branch in enumerate(branches, 1):
            yield from _options(branch, f"{name}Option{number}", imports, style)
    elif schema.types:
        for kind in schema.types:
            yield from _plain(kind, schema, name, imports, style)
    else:
        yield ANY


def _enum(
    schema: Schema, values: tuple[JsonValue, ...], imports: Imports, style: InputAnnotations | OutputAnnotations
) -> Iterator[str]:
    if not all(is_literal(value) for value in values):
        yield ANY
        return
    yield from style.enum(schema, imports)
    imports.typing.add("Literal")
    yield f"Literal[{', '.join(literal(value) for value in values)}]"


def _plain(
    kind: TypeName, schema: Schema, name: str, imports: Imports, style: InputAnnotations | OutputAnnotations
) -> Iterator[str]:
    match kind:
        case "array":
            item = style.expression(schema.items or ANYTHING, f"{name}Item", imports)
            yield style.container(kind, item, imports)
        case "object":
            members = schema.additional if isinstance(schema.additional, Schema) else ANYTHING
            yield style.container(kind, style.expression(members, f"{name}Value", imports), imports)
        case "string" if schema.format == "binary":
            yield style.file(imports)
        case "string" | "integer":
            yield from style.moment(schema.format or "", imports)
            yield SCALARS[kind]
        case _:
            yield SCALARS[kind]


def _union(options: Iterator[str], imports: Imports) -> str:
    parts = tuple(dict.fromkeys(options))
    if ANY in parts:
        imports.typing.add(ANY)
        return ANY
    return " | ".join(sorted(parts, key=lambda part: part == "None"))
