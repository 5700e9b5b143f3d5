"""What generated clients declare about authentication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


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


AuthScheme: TypeAlias = Basic | Bearer | ApiKey | NoAuth
