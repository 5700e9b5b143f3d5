"""What an API sends by itself, and how that is signed."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from connectory.diagnostics import Span

from .behaviour import Condition
from .evidence import Evidence
from .json_value import JsonValue
from .schema import Schema

SignatureEncoding: TypeAlias = Literal["hex", "base64"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An HMAC with SHA-256 over the body in the header `header`.

    With `signature`, the header is a list such as `t=1700000000,v1=…` and the signature goes by that name there.
    With `timestamp`, a time goes by that name, what is signed is the time, a dot and the body, and the time may be
    `tolerance` seconds from now. `env` is the variable that holds the secret.
    """

    header: str
    signature: str | None
    timestamp: str | None
    tolerance: float
    encoding: SignatureEncoding
    env: str | None
    source: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookExample:
    """A whole delivery."""

    title: str
    body: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One kind of payload. `payload` names the entity; `many` tells that a delivery is a list of them.

    A payload is of the first kind whose `when` holds.
    """

    id: str
    title: str
    summary: str
    description: str | None
    notes: tuple[str, ...]
    when: tuple[Condition, ...]
    many: bool
    payload: Schema
    evidence: Evidence | None
    examples: tuple[WebhookExample, ...]
    source: Span
