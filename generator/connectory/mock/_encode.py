"""From the input of an example to the request that it makes, by the spec alone."""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any, cast

from connectory.model import Action, JsonObject, Parameter, is_binary, thaw
from connectory.model.wire import tokens_of

from ._message import Pairs
from ._multipart import SentFile
from ._parts import ABSENT, Parts
from ._pointer import build_body
from ._renaming import to_wire
from ._text import to_text

_NAMELESS = "upload"
"""What clients call a file that has no name."""


def expected_parts(action: Action, values: JsonObject) -> Parts:
    """The request for an input that is valid. Credentials and general headers are not part of it."""
    given = (
        *(
            (parameter, to_wire(thaw(values[parameter.name]), parameter.wire_values))
            for parameter in action.parameters
            if parameter.name in values and not parameter.ignored
        ),
        *((item, thaw(item.schema.const.value)) for item in action.fixed if item.schema.const is not None),
    )
    body = [
        (tokens_of(parameter), _bytes(value) if is_binary(parameter.schema) else value)
        for parameter, value in given
        if parameter.location == "body"
    ]
    return Parts(
        path=dict(_texts(given, "path")),
        query=tuple(_texts(given, "query")),
        headers=tuple((name.lower(), text) for name, text in _texts(given, "header")),
        cookies=tuple(_texts(given, "cookie")),
        form=tuple(_texts(given, "form")),
        files=tuple(_files(given)),
        body=build_body(body) if body else ABSENT,
    )


def _files(given: tuple[tuple[Parameter, Any], ...]) -> Iterator[SentFile]:
    for parameter, value in given:
        if parameter.location == "file":
            for item in cast("list[Any]", value) if isinstance(value, list) else [value]:
                yield SentFile(parameter.wire, item.get("filename", _NAMELESS), _bytes(item))


def _bytes(value: Any) -> bytes:
    """The content of a file that is written as JSON."""
    return b64decode(value["base64"])


def _texts(given: tuple[tuple[Parameter, Any], ...], location: str) -> Iterator[tuple[str, str]]:
    for parameter, value in given:
        if parameter.location == location:
            yield from _pairs(parameter, value)


def _pairs(parameter: Parameter, value: Any) -> Pairs:
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    texts = [to_text(item) for item in items]
    if parameter.separator is not None:
        texts = [parameter.separator.join(texts)]
    return tuple((parameter.wire, text) for text in texts)
