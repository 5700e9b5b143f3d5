"""What came of the requests that a long list was sent in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._batch import Batch, BatchPart
from ._entries import Verdict, verdicts
from ._errors import ActionError, BadRequest, InvalidResponse, Unauthorized
from ._failure import request_id
from ._outcome import Outcome
from ._portions import list_of
from ._secret import masked

if TYPE_CHECKING:
    from ._answer import Answer
    from ._behaviour import Split
    from ._envelope import Envelope
    from ._portions import Portion
    from ._prepared import Prepared
    from ._secret import Secret

T = TypeVar("T")
E = TypeVar("E", bound=ActionError)


@dataclass(frozen=True)
class Sent(Generic[T]):
    """The requests of one call, and what came of each. `items` are those of the list, as they were given."""

    prepared: Prepared[T]
    declared: Split
    items: Sequence[Any]
    portions: tuple[Portion, ...]
    came: tuple[Answer | ActionError, ...]

    @property
    def parts(self) -> Iterator[tuple[Portion, Answer | ActionError]]:
        """Each request with what came of it."""
        return zip(self.portions, self.came, strict=True)

    @property
    def errors(self) -> list[ActionError]:
        """The errors of requests that failed."""
        return [came for came in self.came if isinstance(came, ActionError)]

    def require_some(self) -> None:
        """Pass when at least one request was answered as it should be.

        Raises:
            ActionError: the error of the only request, the refusal that all met, or `ItemsFailed` with all errors.
        """
        errors = self.errors
        if len(errors) < len(self.came):
            return
        refusal = next((error for error in errors if isinstance(error, Unauthorized)), None)
        if len(errors) == 1:
            raise errors[0]
        raise self.batch.failure() if refusal is None or self.batch.unknown else refusal

    @cached_property
    def batch(self) -> Batch[T]:
        """What came of each item."""
        outcomes: list[Outcome[Any]] = []
        for portion, came in self.parts:
            own = self.items[portion.first : portion.first + portion.count]
            outcomes.extend(self._outcomes(own, portion, came))
        return Batch(outcomes, [self._part(*part) for part in self.parts], self.prepared.action)

    def to_dict(self, envelopes: Sequence[Envelope]) -> dict[str, Any]:
        """What the envelope tells of single requests, which have envelopes of their own."""
        parts = [
            {"first": portion.first, "count": portion.count, **envelope.to_dict()}
            for portion, envelope in zip(self.portions, envelopes, strict=True)
        ]
        batch = self.batch
        counts = {name: len(getattr(batch, name)) for name in ("succeeded", "failed", "unknown")}
        return {"items": len(batch), **counts, "parts": parts}

    def _part(self, portion: Portion, came: Answer | ActionError) -> BatchPart[T]:
        if isinstance(came, ActionError):
            return BatchPart(portion.first, portion.count, None, None, came)
        return BatchPart(portion.first, portion.count, self.prepared.decoder.decode(came), came.raw)

    def _outcomes(self, items: Sequence[Any], portion: Portion, came: Answer | ActionError) -> Iterator[Outcome[Any]]:
        if isinstance(came, ActionError):
            yield from (Outcome(item, None, came) for item in items)
            return
        secrets = self.prepared.secrets(portion.values)
        name = list_of(self.declared, portion.values)
        own: list[Any] = [] if name is None else portion.values[name]
        for item, verdict in zip(items, verdicts(self.declared.entries, own, came), strict=True):
            yield Outcome(item, verdict.entry, self._error(verdict, came, secrets))

    def _error(self, verdict: Verdict, answer: Answer, secrets: Sequence[Secret]) -> ActionError | None:
        if verdict.failed is None:
            summary = "the API did not take some of these items, and does not say which"
            return self._made(InvalidResponse, summary, answer, secrets)
        if not verdict.failed:
            return None
        error = self._made(BadRequest, "the API did not take this item", answer, secrets)
        error.api_message = verdict.message and masked(verdict.message, secrets)
        return error

    def _made(self, kind: type[E], summary: str, answer: Answer, secrets: Sequence[Secret]) -> E:
        action = self.prepared.action
        return kind(
            summary,
            action=action.id,
            connector=action.connector.id,
            source=action.source,
            status=answer.status,
            request_id=request_id(answer, secrets),
        )
