"""Entity schemas and enums as classes."""

from collections.abc import Iterator

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import Action, Connector, Project, Schema
from connectory.model.json_schema import referenced
from connectory.naming import pascal_case

from ._walk import nested, roots

UNUSED_SCHEMA = Code(
    "A118",
    "unused-schema",
    "No action needs this schema. It is left over, or a `$ref` to it was forgotten.",
    "# schemas.yaml\nContact: {type: object}",
    "# get_contact.yaml\noutput: {$ref: Contact}",
)
COLLIDING_CLASSES = Code(
    "A119",
    "colliding-classes",
    "Schemas become classes, and so do objects that are written out inside an action: a parameter's is named after the "
    "action and the parameter. Two classes cannot have the same name, and names that differ in case only are "
    "taken for the same by people.",
    "# schemas.yaml\nHttpError: {type: object}\nHTTPError: {type: object}",
    "# schemas.yaml\nHttpError: {type: object}",
)
RESERVED_CLASS = Code(
    "A120",
    "reserved-class",
    "The modules that hold the classes and the clients use some names themselves.",
    "# schemas.yaml\nModel: {type: object}",
    "# schemas.yaml\nCarModel: {type: object}",
)
EMPTY_ENUM_TEXT = Code(
    "A121",
    "empty-enum-text",
    "An empty text among enum values is invisible in documentation, and some tools refuse it. Give the values names, "
    "or leave the empty one out where the parameter can be left out.",
    'input: {order: {enum: ["", asc]}}',
    'input: {order: {enum: {NONE: "", ASCENDING: asc}}}',
)

_TAKEN = frozenset(
    {"Annotated", "Any", "Download", "False", "Field", "Literal", "Model", "None", "RootModel", "True", "TypeAlias"}
)
_BESIDE_CLIENTS = frozenset({"ClientOptions", "Unpack"})


def check(project: Project, found: Diagnostics) -> None:
    """Report schemas that nobody uses, classes with one name, and enum values without a text."""
    for connector in project.connectors:
        _check_client(connector, found)
        _check_classes(connector, found)
        _check_enums(connector, found)
        # A schema may only seem unused where something else is broken.
        if not found.has_errors:
            _check_used(connector, found)


def _check_used(connector: Connector, found: Diagnostics) -> None:
    needed = [parameter.schema for action in connector.actions for parameter in action.parameters]
    needed.extend(action.output for action in connector.actions if action.output is not None)
    needed.extend(webhook.payload for webhook in connector.webhooks)
    used = referenced(needed, connector)
    for entity in connector.schemas:
        if entity.name not in used:
            message = f"nothing uses the schema `{entity.name}`"
            found.warning(UNUSED_SCHEMA, entity.source, message, hint="remove it, or refer to it")


def _check_classes(connector: Connector, found: Diagnostics) -> None:
    taken: dict[str, tuple[str, Span]] = {}
    for name, span in _classes(connector):
        if name in _TAKEN:
            message = f"the generated code has a `{name}` of its own"
            found.error(RESERVED_CLASS, span, message, hint=f"choose a longer name, such as `Api{name}`")
        other, place = taken.setdefault(name.casefold(), (name, span))
        if place is not span:
            found.error(
                COLLIDING_CLASSES,
                span,
                f"the class `{name}` made of this and `{other}` would be the same",
                hint="rename one of the two",
                notes=(Note(place, "the other one"),),
            )


def _check_client(connector: Connector, found: Diagnostics) -> None:
    """Report a connector whose client would have the name of something that its module imports."""
    client = pascal_case(connector.id)
    resources = {f"{pascal_case(resource.id)}Actions" for resource in connector.resources}
    if client in _BESIDE_CLIENTS | resources:
        message = f"the generated code has a `{client}` beside the client `{client}`"
        hint = f"rename the folder, for example to `{connector.id}_api`"
        found.error(RESERVED_CLASS, Span.whole_file(connector.source.file), message, hint=hint)


def _classes(connector: Connector) -> Iterator[tuple[str, Span]]:
    for entity in connector.schemas:
        yield entity.name, entity.source
    for action in connector.actions:
        yield from _inline_classes(action)


def _inline_classes(action: Action) -> Iterator[tuple[str, Span]]:
    for parameter in action.parameters:
        if _is_inline(parameter.schema):
            yield pascal_case(action.id) + pascal_case(parameter.name), parameter.source
    if action.returned is not None and _is_inline(action.returned):
        yield f"{pascal_case(action.id)}Result", action.returned.source


def _is_inline(schema: Schema) -> bool:
    return bool(schema.properties) or (schema.items is not None and _is_inline(schema.items))


def _check_enums(connector: Connector, found: Diagnostics) -> None:
    for root in roots(connector):
        for schema in nested(root):
            if any(item.value == "" and item.name is None for item in schema.enum):
                hint = 'give the values names, as in `{NONE: ""}`, or leave it out'
                found.warning(EMPTY_ENUM_TEXT, schema.source, "the enum has an empty text", hint=hint)
