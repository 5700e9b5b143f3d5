"""One action of an API."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .behaviour import Batch, Budget, Condition, ErrorRule, Pagination, Wait
from .composite import Composite
from .evidence import Evidence
from .json_value import JsonObject, JsonValue
from .parameter import Parameter
from .place import Place, find_place
from .reference import Reference
from .schema import EnumValue, Schema

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Effect: TypeAlias = Literal["read", "write", "delete", "send"]
RuleKind: TypeAlias = Literal["require_one_of", "require_any_of", "requires", "exclusive", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Method and path. `segments` alternate: text as it stands, and the wire names between braces.

    `/v1/contact/{id}/subscriptions` has `text=("/v1/contact/", "/subscriptions")` and `names=("id",)`.
    """

    method: Method
    path: str
    text: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRule:
    """A rule across parameters.

    `require_one_of`: exactly one is given. `require_any_of`: at least one. `exclusive`: at most one.
    `together`: all are given or none. `requires`: if the first is given, so are all others.
    """

    kind: RuleKind
    parameters: tuple[str, ...]
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeValue:
    """One reference, or `default` where it leads to nothing. It is `listed` when nothing but a list is announced."""

    reference: Reference
    default: EnumValue | None = None
    listed: bool = False

    @property
    def total(self) -> bool:
        """Whether there is always a value."""
        return self.reference.total or self.default is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeObject:
    """An object made of references. Members that lead to nothing are left out."""

    members: tuple[tuple[str, EnvelopeValue], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeField:
    """A further member of the envelope that `execute` returns.

    A field called `data` replaces what `data` holds otherwise, which is the whole answer.
    """

    name: str
    value: EnvelopeValue | EnvelopeObject

    @property
    def total(self) -> bool:
        """Whether the member is always there; an object always is."""
        return isinstance(self.value, EnvelopeObject) or self.value.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name that another catalogue gives to this action."""

    catalogue: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResponse:
    """What the API answers. `body` is JSON; `text` stands for an answer that is not."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: JsonValue
    text: str | None
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRequest:
    """The exact wire request of an example. `query` keeps repeats; `path` is encoded."""

    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: JsonValue
    has_body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Input, and the answer that came or would come."""

    title: str
    input: JsonObject
    request: ExampleRequest | None
    response: ExampleResponse
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """Why not to use an action any more. `replacement` is the id of an action of the connector."""

    reason: str
    replacement: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action, complete: no default or reference is left to apply.

    `endpoint` is `None` exactly for composite actions. `fixed` are values that every request carries: parameters
    that nobody gives, each with one allowed value. `auth` names schemes of the connector of which any will do,
    the preferred one first; composite actions have none.
    `output` describes the body of a successful answer, `None` when nothing is known of it; `returns` leads to the part
    of an answer that matters to callers of methods. `budget` is the
    action's own; without rates in it, those of the connector count the action. `budget_group` names a budget of the
    connector that counts it too. `idempotency_key` is the header for a key by which the API knows a repeated call.
    `source` is the whole spec file, `places` are the values in it that checks may want to point at.
    """

    id: str
    resource: str
    title: str
    summary: str
    description: str | None
    use_when: str | None
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    effect: Effect
    idempotent: bool
    endpoint: Endpoint | None
    composite: Composite | None
    auth: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    rules: tuple[InputRule, ...]
    output: Schema | None
    envelope: tuple[EnvelopeField, ...]
    pagination: Pagination | None
    wait: Wait | None
    batch: Batch | None
    budget: Budget | None
    success_when: tuple[Condition, ...]
    error_when: tuple[Condition, ...]
    errors: tuple[ErrorRule, ...] = ()
    aliases: tuple[Alias, ...]
    deprecated: Deprecation | None
    evidence: Evidence | None
    examples: tuple[Example, ...]
    source: Span
    budget_group: str | None = None
    fixed: tuple[Parameter, ...] = ()
    idempotency_key: str | None = None
    returns: Reference | None = None
    places: tuple[Place, ...] = field(default=(), compare=False, repr=False)

    @property
    def returned(self) -> Schema | None:
        """What the methods of clients return: a part of the answer, or all of it."""
        return self.output if self.returns is None else self.returns.schema

    @property
    def longest_page(self) -> int | None:
        """The most items that a page can be asked to have; `None` where no parameter asks, or the most is not known."""
        if self.pagination is None:
            return None
        for item in self.parameters:
            if item.name == self.pagination.limit:
                bounds = [most for most in (self.pagination.max, item.schema.maximum) if isinstance(most, int)]
                return min(bounds, default=None)
        return None

    def at(self, key: str) -> Span:
        """Where the value of a key stands; the whole file when the key is not there."""
        return find_place(self.places, key, self.source)
