"""What generated clients declare: connectors, actions, parameters. Data only, nothing is prepared here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar

Effect: TypeAlias = Literal["read", "write", "delete", "send"]
Location: TypeAlias = Literal["path", "query", "header", "cookie", "body", "form"]
PaginationKind: TypeAlias = Literal["offset", "page", "cursor", "next-url", "link-header"]
RuleKind: TypeAlias = Literal["require_one_of", "require_any_of", "requires", "exclusive"]

T_co = TypeVar("T_co", covariant=True)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What an answer with `status` means: the API's own code for it, and what to do next."""

    status: int
    code: str | None = None
    retryable: bool = False
    advice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """What all actions of an API share.

    `package` is the dotted name of the generated package: `models` and `schemas.json` are looked up
    there when an action first needs them. The first server is the default.
    """

    id: str
    title: str
    package: str
    servers: tuple[str, ...]
    auth: Mapping[str, AuthScheme]
    errors: tuple[ErrorRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One input of an action.

    `schema` is JSON Schema 2020-12; `{"$ref": "#/$defs/Name"}` points into the connector's
    `schemas.json`. `wire` is the name in the request when it differs from `name`; in a body it may be a
    JSON Pointer, or `""` for the body's root. `line` is where the spec declares it.
    """

    name: str
    schema: Mapping[str, Any]
    location: Location
    wire: str | None = None
    required: bool = False
    ignored: bool = False
    secret: bool = False
    wire_values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRule:
    """A rule across parameters, declared at `line`."""

    kind: RuleKind
    parameters: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeField:
    """A further member of the envelope that `execute` returns.

    `value` is a reference such as `$response.text`, or a mapping of member names to references that
    makes an object. A member without a value is left out, unless it is in `empty`: that stands in
    then, also when a call failed before there was an answer. A field called `data` replaces the answer.
    """

    name: str
    value: str | Mapping[str, str]
    empty: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """How the pages of an answer are asked for.

    `position` is the parameter for the offset, the page number or the cursor; `first` is where counting begins.
    `limit` is the parameter for the page size and `max` the greatest it takes, which is asked for unless
    the caller gives one; `size` is how many items a page has when none is asked for. `items`, `next` and `total`
    are references into the answer. `end` lists values of `next` that mean, beside null, that there is no further
    page. `returns` names the type of the list of items in the connector's `models` module.
    """

    kind: PaginationKind
    position: str | None = None
    first: int = 0
    limit: str | None = None
    max: int | None = None
    size: int | None = None
    items: str = "$response.json"
    next: str | None = None
    total: str | None = None
    end: tuple[Any, ...] = ()
    returns: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action(Generic[T_co]):
    """One action: the wire facts that the runtime needs to make a call.

    `path` is the template with wire names in braces. `returns` names the type in the connector's
    `models` module that a successful answer is decoded to; `None` leaves it as JSON or text.
    `source` is the spec file, relative to the project.
    """

    id: str
    connector: Connector
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    effect: Effect
    idempotent: bool
    auth: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[InputRule, ...] = ()
    returns: str | None = None
    envelope: tuple[EnvelopeField, ...] = ()
    pagination: Pagination | None = None
    deprecated: str | None = None
