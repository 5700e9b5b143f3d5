"""What generated clients declare: connectors, actions, parameters. Data only, nothing is prepared here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar

Effect: TypeAlias = Literal["read", "write", "delete", "send"]
Location: TypeAlias = Literal["path", "query", "header", "cookie", "body", "form"]
Meaning: TypeAlias = Literal["invalid", "unauthorized", "forbidden", "not_found", "conflict", "rate_limited", "server"]
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
class Condition:
    """What `reference` leads to in an answer is one of `among`, or it is nothing (`empty=True`) or something.

    Nothing is a missing value, null, and an empty text, list or object. `line` is where the spec declares it.
    """

    reference: str
    among: tuple[Any, ...] = ()
    empty: bool | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """What failures mean that have `status` and of which `when` holds; each counts only where it is set.

    `meaning` decides the class of the error and `code` stands in for a code of the API. `message` and `code_at` are
    references to the API's own words, `advice` says what to do next, `source` is the line in the spec.
    """

    status: int | None = None
    when: tuple[Condition, ...] = ()
    meaning: Meaning | None = None
    code: str | None = None
    retryable: bool | None = None
    message: str | None = None
    code_at: str | None = None
    advice: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.calls}/{_PERIODS.get(self.seconds, f'{self.seconds}s')}"


_PERIODS = {1: "s", 60: "min", 3600: "h", 86400: "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """What all actions of an API share.

    `package` is the dotted name of the generated package: `models` and `schemas.json` are looked up
    there when an action first needs them. The first server is the default. `rate` counts all actions
    together that have no rate of their own, `rate_groups` those that name the group.
    """

    id: str
    title: str
    package: str
    servers: tuple[str, ...]
    auth: Mapping[str, AuthScheme]
    errors: tuple[ErrorRule, ...] = ()
    rate: Rate | None = None
    rate_groups: Mapping[str, Rate] = field(default_factory=dict[str, Rate])


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One input of an action.

    `schema` is JSON Schema 2020-12; `{"$ref": "#/$defs/Name"}` points into the connector's
    `schemas.json`. `wire` is the name in the request when it differs from `name`; in a body it may be a
    JSON Pointer, or `""` for the body's root. `line` is where the spec declares it. `location` and `wire`
    have no meaning in a composite, which sends nothing itself.
    """

    name: str
    schema: Mapping[str, Any]
    location: Location = "body"
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
    An answer with a status of 2xx is a failure unless all of `success_when` holds, and also when all of
    `error_when` does. `errors` comes before the table of the connector. `idempotency_key`
    is the header for a key that lets the API recognise a call that is repeated. `source` is the spec file, relative
    to the project.
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
    success_when: tuple[Condition, ...] = ()
    error_when: tuple[Condition, ...] = ()
    errors: tuple[ErrorRule, ...] = ()
    deprecated: str | None = None
    idempotency_key: str | None = None
    rate: Rate | None = None
    rate_group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One alternative of `Choose`: taken when all `present` parameters are given and all `equals` hold.

    `action` is an id. `arguments` are what it gets: a text that begins with `$` is a reference such as
    `$input.id`, and is left out where it leads to nothing; all else stands for itself.
    """

    action: str
    present: tuple[str, ...] = ()
    equals: Mapping[str, Any] = field(default_factory=dict[str, Any])
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """The first branch that fits is called. `line` is where the spec declares them."""

    branches: tuple[Branch, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """`action` is called for every item of the list parameter `over`, and gets it as `parameter`."""

    over: str
    action: str
    parameter: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of `action`. Later steps and the result refer to its answer as `$steps.<name>`."""

    name: str
    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """All steps are called in order. `result` is what the answer is made of: member names to references."""

    steps: tuple[Step, ...]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Composite(Generic[T_co]):
    """An action that is made of other actions of its connector, and sends nothing itself.

    `returns` names the type in the connector's `models` module that the result of `Steps` is shaped to, and
    the one that all branches of `Choose` return, if there is one.
    """

    id: str
    connector: Connector
    calls: Choose | Each | Steps
    effect: Effect
    idempotent: bool
    source: str
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[InputRule, ...] = ()
    returns: str | None = None
    deprecated: str | None = None
