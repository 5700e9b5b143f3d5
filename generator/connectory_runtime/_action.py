"""What generated clients declare: connectors, actions, parameters. Data only, nothing is prepared here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from ._behaviour import AtOnce, Condition, ErrorRule, Pagination, Rate, Split, Wait
from ._schemes import AuthScheme

AnswerKind: TypeAlias = Literal["file", "text", "list", "object"]

Effect: TypeAlias = Literal["read", "write", "delete", "send"]

Location: TypeAlias = Literal["path", "query", "header", "cookie", "body", "form", "file"]

RuleKind: TypeAlias = Literal["require_one_of", "require_any_of", "requires", "exclusive", "together"]


T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """What all actions of an API share.

    `package` is the dotted name of the generated package: `models` and `schemas.json` are looked up
    there when an action first needs them. The first server is the default. `alternatives` are the names of
    schemes that actions take in place of one another. Of `limits`, the rates count all actions together that have no
    rate of their own, `AtOnce` counts all; `limit_groups` count those that name the group.
    """

    id: str
    title: str
    package: str
    servers: tuple[str, ...]
    auth: Mapping[str, AuthScheme]
    alternatives: tuple[tuple[str, ...], ...] = ()
    errors: tuple[ErrorRule, ...] = ()
    limits: tuple[Rate | AtOnce, ...] = ()
    limit_groups: Mapping[str, tuple[Rate | AtOnce, ...]] = field(
        default_factory=dict[str, "tuple[Rate | AtOnce, ...]"]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One input of an action.

    `schema` is JSON Schema 2020-12; `{"$ref": "#/$defs/Name"}` points into the connector's
    `schemas.json`. The format `binary` takes a file. `contentMediaType` is the type that a file, or a body that is
    text and not JSON, is sent with. `wire` is the name in the request when it differs from `name`; in a body it
    may be a JSON Pointer, or `""` for the body's root. `line` is where the spec declares it. `location` and `wire`
    have no meaning in a composite, which sends nothing itself. A list is sent as one text with `separator`
    between its items, if there is one.
    """

    name: str
    schema: Mapping[str, Any]
    location: Location = "body"
    wire: str | None = None
    required: bool = False
    ignored: bool = False
    secret: bool = False
    wire_values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    separator: str | None = None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A value that every request carries at `wire`."""

    location: Location
    wire: str
    value: Any


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
    then, also when a call failed before there was an answer. Of those in `lists`, one value that comes alone is a
    list of one. A field called `data` replaces the answer.
    """

    name: str
    value: str | Mapping[str, str]
    empty: Mapping[str, Any] = field(default_factory=dict[str, Any])
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action(Generic[T_co]):
    """One action: the wire facts that the runtime needs to make a call.

    `path` is the template with wire names in braces. `returns` names the type in the connector's
    `models` module that a successful answer is decoded to; `None` leaves it as JSON, as text or as a file.
    `auth` names the schemes of the connector that will do, the preferred one first.
    `answers` is what the answer is as a whole, where that is announced; `returns_at` leads to the part that is
    returned, where not all of it is. `secret_members` are the names of members that hold secrets, `""` for the whole
    answer.
    `accept` is the media type that is asked for instead of JSON.
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
    auth: tuple[str, ...]
    source: str
    parameters: tuple[Parameter, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    rules: tuple[InputRule, ...] = ()
    answers: AnswerKind | None = None
    returns: str | None = None
    returns_at: str | None = None
    accept: str = "application/json"
    secret_members: tuple[str, ...] = ()
    envelope: tuple[EnvelopeField, ...] = ()
    pagination: Pagination | None = None
    wait: Wait | None = None
    split: Split | None = None
    success_when: tuple[Condition, ...] = ()
    error_when: tuple[Condition, ...] = ()
    errors: tuple[ErrorRule, ...] = ()
    deprecated: str | None = None
    idempotency_key: str | None = None
    limits: tuple[Rate | AtOnce, ...] = ()
    limit_group: str | None = None
