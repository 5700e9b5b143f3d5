"""The ways to prove who is calling. A closed union: consumers end in `assert_never`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from connectory.diagnostics import Span

from .json_value import JsonValue
from .reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A secret that a person supplies: `argument` is the client's keyword, `env` the variable it is read from."""

    argument: str
    env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """HTTP Basic. Each half is either fixed by the spec or a credential."""

    id: str
    username: str | Credential
    password: str | Credential
    how: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """`Authorization: Bearer …`."""

    id: str
    token: Credential
    how: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie called `name`."""

    id: str
    location: Literal["header", "query", "cookie"]
    name: str
    key: Credential
    how: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAuth:
    """Calls carry no credential."""

    id: str
    how: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenArgument:
    """What the action that hands out a token gets as the parameter `name`."""

    name: str
    value: "Credential | JsonValue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token that an action of the connector hands out, sent as `name` after `prefix`.

    `token` leads to it in the answer of the action. `lifetime` is a number of seconds, or leads to one or to a moment.
    """

    id: str
    action: str
    arguments: tuple[TokenArgument, ...]
    token: Reference
    lifetime: float | Reference | None
    location: Literal["header", "query", "cookie"]
    name: str
    prefix: str
    how: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """OAuth 2.0 with one grant.

    `client_auth` is how the application proves at `token_url` who it is. `parameters` are further ones: of the token
    request with client credentials, of the page at `authorize_url` otherwise.
    """

    id: str
    grant: Literal["client_credentials", "authorization_code"]
    authorize_url: str | None
    token_url: str
    scopes: tuple[str, ...]
    client_id: Credential
    client_secret: Credential | None
    client_auth: Literal["basic", "body"]
    parameters: tuple[tuple[str, str], ...]
    how: str | None
    source: Span


CredentialPlace: TypeAlias = tuple[Literal["header", "query", "cookie"], str]
"""Where a credential stands; names of headers are in lower case."""

AUTHORIZATION: CredentialPlace = ("header", "authorization")

AuthScheme: TypeAlias = Basic | Bearer | ApiKey | NoAuth | Token | OAuth2


def credentials_of(scheme: AuthScheme) -> tuple[Credential, ...]:
    """What a person has to supply for a scheme, in the order in which it is asked for."""
    match scheme:
        case Basic():
            return tuple(half for half in (scheme.username, scheme.password) if isinstance(half, Credential))
        case Bearer():
            return (scheme.token,)
        case ApiKey():
            return (scheme.key,)
        case Token():
            return tuple(item.value for item in scheme.arguments if isinstance(item.value, Credential))
        case OAuth2():
            return tuple(item for item in (scheme.client_id, scheme.client_secret) if item is not None)
        case NoAuth():
            return ()
        case _:
            assert_never(scheme)


def place_of(scheme: AuthScheme) -> CredentialPlace | None:
    """Where a scheme puts its credential."""
    match scheme:
        case NoAuth():
            return None
        case ApiKey() | Token():
            return scheme.location, scheme.name.lower() if scheme.location == "header" else scheme.name
        case Basic() | Bearer() | OAuth2():
            return AUTHORIZATION
        case _:
            assert_never(scheme)
