"""Webhooks as a page shows them."""

from dataclasses import dataclass

from connectory.model import Connector, Signature, Webhook, thaw

from ._evidence import EvidenceView, evidence_view
from ._failures import ConditionView, condition_views
from ._fields import FieldView, flatten, payload_fields
from ._shapes import Entities, json_text


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """One kind of payload. `anchor` has a hyphen, which no action's id has."""

    id: str
    anchor: str
    title: str
    summary: str
    description: str | None
    notes: tuple[str, ...]
    when: tuple[ConditionView, ...]
    many: bool
    model: str
    payload: tuple[FieldView, ...]
    examples: tuple[tuple[str, str], ...]
    evidence: EvidenceView | None

    @property
    def all_payload(self) -> tuple[FieldView, ...]:
        """The rows of the payload with all nested rows between them."""
        return tuple(flatten(self.payload))


def webhook_views(connector: Connector, entities: Entities) -> tuple[WebhookView, ...]:
    """The webhooks of a connector."""
    return tuple(_view(webhook, entities) for webhook in connector.webhooks)


def signature_text(signature: Signature | None) -> str:
    """How deliveries prove where they come from."""
    if signature is None:
        return (
            "Deliveries are not signed. Keep the address secret, and ask for a password there if the API can give one."
        )
    signed = "the time, a dot and the body" if signature.timestamp else "the body"
    limit = f" It may be {signature.tolerance:g} seconds old." if signature.timestamp else ""
    return f"Deliveries are signed in the header {signature.header}: HMAC-SHA256 over {signed}.{limit}"


def _view(webhook: Webhook, entities: Entities) -> WebhookView:
    return WebhookView(
        id=webhook.id,
        anchor=f"webhook-{webhook.id}",
        title=webhook.title,
        summary=webhook.summary,
        description=webhook.description,
        notes=webhook.notes,
        when=condition_views(webhook.when),
        many=webhook.many,
        model=webhook.payload.ref or "",
        payload=payload_fields(webhook.payload, entities),
        examples=tuple((item.title, json_text(thaw(item.body), indent=2)) for item in webhook.examples),
        evidence=evidence_view(webhook.evidence),
    )
