"""Webhooks as a page shows them."""

from dataclasses import dataclass

from connectory.model import Connector, Signature, Webhook, thaw

from ._evidence import EvidenceView, evidence_view
from ._failures import ConditionView, condition_views
from ._fields import FieldView, Rows, flatten
from ._said import Said, say
from ._shapes import json_text


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
    def all_payload(self) -> tuple[tuple[str, FieldView], ...]:
        """The rows of the payload with all nested rows between them, by path."""
        return tuple(flatten(self.payload))


def webhook_views(connector: Connector, rows: Rows) -> tuple[WebhookView, ...]:
    """The webhooks of a connector."""
    return tuple(_view(webhook, rows) for webhook in connector.webhooks)


def signature_text(signature: Signature | None) -> Said:
    """How deliveries prove where they come from."""
    if signature is None:
        return say(
            "Deliveries are not signed. Keep the address secret, and ask for a password there if the API can give one."
        )
    if signature.timestamp:
        return say(
            "Deliveries are signed in the header {header}: HMAC-SHA256 over the time, a dot and the body. They may be "
            "{seconds} seconds old.",
            header=signature.header,
            seconds=f"{signature.tolerance:g}",
        )
    return say("Deliveries are signed in the header {header}: HMAC-SHA256 over the body.", header=signature.header)


def parsing_snippet(connector: Connector, package: str) -> str:
    """A program that reads a delivery, given its body and headers."""
    signature = connector.signature
    given = "body" if signature is None else "body, headers"
    if signature is not None and signature.env is None:
        given += ', secret="…"'
    return (
        f"from {package}.{connector.id}.webhooks import parse_webhook\n\n"
        f"for event in parse_webhook({given}):\n"
        f"    print(event)\n"
    )


def secret_text(signature: Signature | None) -> Said | None:
    """Where the secret of the signature is looked for."""
    if signature is None or signature.env is None:
        return None
    return say("The secret is taken from the variable {variable}, unless it is passed.", variable=signature.env)


def _view(webhook: Webhook, rows: Rows) -> WebhookView:
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
        payload=rows.payload(webhook.payload),
        examples=tuple((item.title, json_text(thaw(item.body), indent=2)) for item in webhook.examples),
        evidence=evidence_view(webhook.evidence),
    )
