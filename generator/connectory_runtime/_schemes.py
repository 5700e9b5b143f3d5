"""What generated clients declare about authentication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret the caller supplies: `argument` of the client, or else the environment variable `env`."""

    argument: str
    env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """HTTP Basic. Each half is fixed or a credential."""

    username: str | Credential
    password: str | Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """`Authorization: Bearer …`."""

    token: Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key called `name` in a header, a query parameter or a cookie."""

    location: Literal["header", "query", "cookie"]
    name: str
    key: Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAuth:
    """Calls carry no credential."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token that an action hands out, sent as `name` in a header, a query parameter or a cookie.

    `arguments` are what the action gets: credentials, and values that are the same for everybody. `at` is a
    reference to the token in its answer. `lifetime` is a number of seconds, or a reference to one or to a moment;
    without it the token is used until it is refused. `prefix` stands before the token.
    """

    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    at: str
    lifetime: float | str | None = None
    location: Literal["header", "query", "cookie"] = "header"
    name: str = "Authorization"
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2:
    """OAuth 2.0: a token for a program (`client_credentials`) or for a person who signs in (`authorization_code`).

    `endpoint` is where tokens are issued, `client_auth` how the application proves there who it is: by HTTP Basic, or
    in the body. One without a secret only says its id. `parameters` are further ones, of the token request for a
    program, and of the page at `authorize_url` for a person.
    """

    grant: Literal["client_credentials", "authorization_code"]
    endpoint: str
    authorize_url: str | None = None
    scopes: tuple[str, ...] = ()
    client_id: Credential
    client_secret: Credential | None = None
    client_auth: Literal["basic", "body"] = "basic"
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


ConstantScheme: TypeAlias = Basic | Bearer | ApiKey | NoAuth
"""What requests carry follows from the credentials alone."""

TokenScheme: TypeAlias = Token | OAuth2
"""A token has to be asked for first."""

AuthScheme: TypeAlias = ConstantScheme | TokenScheme
