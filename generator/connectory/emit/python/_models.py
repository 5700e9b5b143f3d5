"""`models.py`: pydantic models of what the API answers, made by datamodel-code-generator.

It is handed shapes and tokens, never a text of a spec: descriptions, wire names and enum values are put in
afterwards, each through the literal or the docstring function.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from connectory.emit import Keep
from connectory.emit.model_code import model_code
from connectory.model import Action, Choose, Connector, Each, Schema, called_by
from connectory.model.json_schema import referenced
from connectory.naming import pascal_case

from ._annotations import ANY, Imports, OutputAnnotations
from ._class_names import ClassNames
from ._literals import docstring, literal
from ._model_shapes import ModelShapes, Tokens
from ._shapes import Entities

_IMPORTABLE = (ANY, "Annotated", "Field", "Literal")
_DOCSTRING = re.compile(r'^( *)"""\s*(TEXT[0-9]+X)\s*"""$', re.MULTILINE)
_VALUE = re.compile(r"'(VALUE[0-9]+X)'")
_IMPORTS = re.compile(r"\A(?:#.*\n|\n|from .*\n|import .*\n)*")
_REBUILD = re.compile(r"^\w+\.model_rebuild\(\)$\n?", re.MULTILINE)
_SETTINGS = re.compile(
    r"^    model_config = ConfigDict\(\n        use_attribute_docstrings=True,\n    \)\n", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a method returns: `annotation` for people, `name` for the runtime, which looks it up in `models`."""

    annotation: str
    name: str | None
    imports: Imports


@dataclass(frozen=True, slots=True)
class Models:
    """The body of `models.py` with what it imports, its classes, and the result of every action by id.

    `items` has what single items are, for actions whose answers come in pages; `name` is that of their list.
    """

    body: str
    imports: Imports
    uses_field: bool
    classes: frozenset[str]
    results: dict[str, Result]
    items: dict[str, Result]


@dataclass(frozen=True, slots=True)
class _Classes:
    """The text of all classes, and the imported names that it uses."""

    text: str
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Aliases:
    """Names for types that are no class, as the module of models writes them."""

    annotations: OutputAnnotations
    names: ClassNames
    texts: dict[str, str] = field(default_factory=dict[str, str])
    imports: Imports = field(default_factory=Imports)

    def add(self, wanted: str, schema: Schema, inline: str, form: str = "{}") -> str:
        """Name the type of `schema`, or what `form` makes of it; an inline record in it is called `inline`."""
        name = self.names.result(wanted, schema)
        self.texts[name] = form.format(self.annotations.expression(schema, inline, self.imports))
        return name


def make_models(connector: Connector, entities: Entities, names: ClassNames, keep: Keep) -> Models:
    """All models of a connector: entities in declared order, then what single actions answer."""
    shapes = ModelShapes(entities, names, Tokens())
    outputs = [action.returned for action in connector.actions if action.returned is not None]
    outputs.extend(webhook.payload for webhook in connector.webhooks)
    for name in referenced(outputs, connector):
        if entities.is_record(name):
            shapes.add(name, entities.schemas[name])
    aliases = _Aliases(OutputAnnotations(entities, shapes.add_inline, str), names)
    annotations = OutputAnnotations(entities, shapes.add_inline, names.imported)
    single = [action for action in connector.actions if not isinstance(action.composite, Choose | Each)]
    results = {action.id: _result(action, annotations, aliases) for action in single}
    by_id = {action.id: action for action in connector.actions}
    results |= {name: _composed(action, by_id, results) for name, action in by_id.items() if name not in results}
    items = {
        action.id: _items(
            action, entities.inline(action.pagination.items.schema), results[action.id], annotations, aliases
        )
        for action in connector.actions
        if action.pagination is not None and action.pagination.items is not None
    }
    classes = _classes(shapes, keep) if shapes.definitions else _Classes("", frozenset())
    lines = [f"{name}: TypeAlias = {text}" for name, text in aliases.texts.items()]
    imports = Imports(typing=aliases.imports.typing | (classes.uses - {"Field"}))
    if lines:
        imports.typing.add("TypeAlias")
    body = "\n\n".join([classes.text.strip(), "\n".join(lines)]).strip()
    return Models(body, imports, "Field" in classes.uses, frozenset(shapes.definitions), results, items)


def _composed(action: Action, actions: Mapping[str, Action], results: Mapping[str, Result]) -> Result:
    """What an action made of others returns: what they return, for `each` with what came of every item."""
    if action.id in results:
        return results[action.id]
    called = [_composed(actions[name], actions, results) for name in called_by(action.composite)]
    imports = Imports()
    for result in called:
        imports.update(result.imports)
    if isinstance(action.composite, Each):
        imports.runtime.add("Outcomes")
        return Result(f"Outcomes[{called[0].annotation}]", None, imports)
    annotations = tuple(dict.fromkeys(result.annotation for result in called))
    if len(annotations) == 1:
        return called[0]
    if ANY in annotations:
        return Result(ANY, None, Imports(typing={ANY}))
    return Result(" | ".join(annotations), None, imports)


def _result(action: Action, annotations: OutputAnnotations, aliases: _Aliases) -> Result:
    imports = Imports()
    if action.returned is None:
        imports.typing.add(ANY)
        return Result(ANY, None, imports)
    wanted = f"{pascal_case(action.id)}Result"
    text = annotations.expression(action.returned, wanted, imports)
    if text in (ANY, "None"):
        return Result(text, None, imports)
    if text in ("str", "Download") or text in imports.models:
        return Result(text, imports.models.get(text), imports)
    name = aliases.add(wanted, action.returned, wanted)
    if "Literal" not in imports.typing:
        return Result(text, name, imports)
    return Result(name, name, Imports(models={name: name}))


def _items(action: Action, listed: Schema, result: Result, annotations: OutputAnnotations, aliases: _Aliases) -> Result:
    imports, item = Imports(), listed.items
    # The name under which a list that is the whole answer knows its items.
    inline = f"{pascal_case(action.id)}ResultItem"
    text = ANY if item is None else annotations.expression(item, inline, imports)
    if item is None or text == ANY:
        return Result(ANY, None, Imports(typing={ANY}))
    if result.annotation == f"list[{text}]":
        return Result(text, result.name, imports)
    return Result(text, aliases.add(f"{pascal_case(action.id)}Items", item, inline, "list[{}]"), imports)


def _classes(shapes: ModelShapes, keep: Keep) -> _Classes:
    schema, names = json.dumps({"$defs": shapes.definitions}), shapes.tokens.names
    generated = keep(json.dumps([schema, names]), model_code)
    text = _REBUILD.sub("", _SETTINGS.sub("", _IMPORTS.sub("", generated)))
    # Asked before the texts of the spec are in: a word in a description uses nothing.
    uses = frozenset(re.findall(rf"\b({'|'.join(_IMPORTABLE)})\b", text))
    texts, values = shapes.tokens.texts, shapes.tokens.values
    text = _DOCSTRING.sub(lambda found: found[1] + docstring(texts[found[2]], len(found[1])), text)
    return _Classes(_VALUE.sub(lambda found: literal(values[found[1]]), text), uses)
