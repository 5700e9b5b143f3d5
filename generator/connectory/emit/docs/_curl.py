"""The request of an example as a command for a POSIX shell."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, assert_never, cast
from urllib.parse import quote, urlencode

from connectory.model import (
    Action,
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    Connector,
    Credential,
    Example,
    NoAuth,
    OAuth2,
    Token,
    is_binary,
)
from connectory.model.sent import Sent, placed, sent_values
from connectory.model.wire import as_text, tokens_of

from ._shapes import json_text

_PLAIN = re.compile(r"[A-Za-z0-9 _.:=?&-]*")  # means itself between double quotes, in every shell


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str

    def __str__(self) -> str:
        return f"${self.name}"


_TOKEN = _Variable("TOKEN")  # one that was got elsewhere


def curl_snippet(action: Action, example: Example, connector: Connector) -> str | None:
    """The command; secrets are environment variables. `None` where one request cannot show the example."""
    endpoint = action.endpoint
    sent = sent_values(action, example)
    if endpoint is None or any(is_binary(item.schema) for item, _ in sent):
        return None
    scheme = connector.schemes_of(action)[0]
    path = "".join(
        text + (quote(dict(_texts("path", sent))[name], safe="") if name else "")
        for text, name in zip(endpoint.text, (*endpoint.names, ""), strict=True)
    )
    query = urlencode(list(_texts("query", sent)), quote_via=quote)
    url = f"{connector.servers[0].url}{path}{f'?{query}' if query else ''}"
    options = [
        *_credential(scheme),
        *(_quoted("-H", f"{name}: {text}") for name, text in _texts("header", sent)),
        *(_quoted("-b", f"{name}={text}") for name, text in _texts("cookie", sent)),
        *_body(sent),
    ]
    address = shlex.quote(url)
    if isinstance(scheme, ApiKey) and scheme.location == "query":
        address += _word(f"{'&' if query else '?'}{quote(scheme.name)}=", _variable(scheme.key))
    method = [] if endpoint.method == "GET" else [f"-X {endpoint.method}"]
    return " \\\n  ".join((f"curl {' '.join((*method, address))}", *options)) + "\n"


def _texts(location: str, sent: list[Sent]) -> Iterator[tuple[str, str]]:
    for item, value in sent:
        if item.location != location:
            continue
        parts = cast("list[Any]", value) if isinstance(value, list) else [value]
        texts = [as_text(part) for part in parts]
        yield from ((item.wire, text) for text in ([item.separator.join(texts)] if item.separator else texts))


def _body(sent: list[Sent]) -> Iterator[str]:
    yield from (_quoted("--data-urlencode", f"{name}={text}") for name, text in _texts("form", sent))
    inside = [(item, value) for item, value in sent if item.location == "body"]
    if not inside:
        return
    media = inside[0][0].schema.media_type
    if media is not None:
        yield _quoted("-H", f"Content-Type: {media}")
        yield _quoted("--data-binary", as_text(inside[0][1]))
        return
    yield _quoted("-H", "Content-Type: application/json")
    whole = None
    for item, value in inside:
        whole = placed(whole, tokens_of(item), value)
    yield _quoted("-d", json_text(whole))


def _credential(scheme: AuthScheme) -> Iterator[str]:
    match scheme:
        case Basic():
            yield f"-u {_word(_half(scheme.username), ':', _half(scheme.password))}"
        case Bearer():
            yield f"-H {_word('Authorization: Bearer ', _variable(scheme.token))}"
        case ApiKey(location="header"):
            yield f"-H {_word(f'{scheme.name}: ', _variable(scheme.key))}"
        case ApiKey(location="cookie"):
            yield f"-b {_word(f'{scheme.name}=', _variable(scheme.key))}"
        case Token(location="header"):
            yield f"-H {_word(f'{scheme.name}: {scheme.prefix}', _TOKEN)}"
        case OAuth2():
            yield f"-H {_word('Authorization: Bearer ', _TOKEN)}"
        case ApiKey() | Token() | NoAuth():
            return
        case _:
            assert_never(scheme)


def _half(half: str | Credential) -> str | _Variable:
    return half if isinstance(half, str) else _variable(half)


def _variable(credential: Credential) -> _Variable:
    return _Variable(credential.env or credential.argument.upper())


def _word(*parts: str | _Variable) -> str:
    """One word for the shell, of texts that mean nothing to it and of variables."""
    if all(isinstance(part, _Variable) or _PLAIN.fullmatch(part) for part in parts):
        return f'"{"".join(str(part) for part in parts)}"'
    return "".join(f'"{part}"' if isinstance(part, _Variable) else shlex.quote(part) for part in parts)


def _quoted(option: str, text: str) -> str:
    return f"{option} {shlex.quote(text)}"
