"""Bytes and media types: where they may stand, and what may be said about them."""

from collections.abc import Iterator

from connectory.diagnostics import Code, Diagnostics
from connectory.model import Action, Connector, Parameter, Project, Schema, is_binary
from connectory.model.json_schema import schema_json

from ._walk import nested, roots

MEDIA_OUT_OF_PLACE = Code(
    "A131",
    "media-out-of-place",
    "Bytes (`format: binary`), and text of a media type of its own (`contentMediaType`), are a file, a whole body or "
    'a whole answer. A body is whole where `wire` is `""`. Within JSON and outside of bodies nothing can carry them.',
    "endpoint: POST /photos\ninput: {photo: {type: string, format: binary}}",
    "endpoint: POST /photos\ninput: {photo: {type: string, in: file}}",
)
NARROWED_BYTES = Code(
    "A132",
    "narrowed-bytes",
    "Bytes are not read before they are sent, so nothing can be said about them but their media type, and they are "
    "too large to be a default or an example. They cannot be marked as a secret either: no text of them is shown.",
    "input: {photo: {type: string, in: file, maxLength: 100}}",
    "input: {photo: {type: string, in: file, contentMediaType: image/png}}",
)

_SAID_OF_BYTES = frozenset({"type", "format", "contentMediaType", "items", "title", "description", "deprecated"})


def check(project: Project, found: Diagnostics) -> None:
    """Report bytes and media types where nothing carries them, and keywords that do not hold for bytes."""
    for connector in project.connectors:
        fitting = {id(schema) for schema in _places(connector)}
        for root in roots(connector):
            for schema in nested(root):
                if (schema.format == "binary" or schema.media_type is not None) and id(schema) not in fitting:
                    _report(schema, found)
                if is_binary(schema):
                    _check_keywords(schema, found)


def _places(connector: Connector) -> Iterator[Schema]:
    """The schemas of files, whole bodies and whole answers."""
    for action in connector.actions:
        for parameter in action.parameters:
            if _may_be_media(action, parameter):
                yield parameter.schema
                if parameter.schema.items is not None and is_binary(parameter.schema):
                    yield parameter.schema.items
        if action.output is not None:
            yield action.output


def _may_be_media(action: Action, parameter: Parameter) -> bool:
    # What an action hands on is sent by the actions that it calls.
    whole_body = parameter.location == "body" and parameter.wire == "" and parameter.schema.items is None
    return parameter.location == "file" or whole_body or action.endpoint is None


def _report(schema: Schema, found: Diagnostics) -> None:
    what = "bytes" if schema.format == "binary" else f"text of the type {schema.media_type}"
    hint = 'use `in: file`, or `wire: ""` for a whole body'
    found.error(MEDIA_OUT_OF_PLACE, schema.source, f"{what} cannot be sent here", hint=hint)


def _check_keywords(schema: Schema, found: Diagnostics) -> None:
    for keyword in schema_json(schema, "input"):
        if keyword not in _SAID_OF_BYTES:
            message = f"`{keyword.removeprefix('x-')}` says something about bytes that nobody can keep"
            found.error(NARROWED_BYTES, schema.source, message, hint="say it in the description")
