"""Deliveries of webhooks, as requests that the API makes, and the header that they all have."""

from typing import Any

from connectory.model import Connector, Signature, Webhook, thaw

from ._components import Components


def delivery(webhook: Webhook, signature: Signature | None, components: Components) -> dict[str, Any]:
    """The operation that a receiver serves."""
    payload = components.schema(webhook.payload, "output")
    content: dict[str, Any] = {"schema": {"type": "array", "items": payload} if webhook.many else payload}
    if webhook.examples:
        content["examples"] = {
            f"{webhook.id}_{number}": {"summary": example.title, "value": thaw(example.body)}
            for number, example in enumerate(webhook.examples, 1)
        }
    parts = [webhook.summary, webhook.description, "\n".join(f"- {note}" for note in webhook.notes)]
    signed = {"parameters": [{"$ref": "#/components/parameters/signature"}]} if signature is not None else {}
    return {
        "operationId": f"{webhook.id}_webhook",
        "summary": webhook.title,
        "description": "\n\n".join(part.strip() for part in parts if part),
        "security": [],
        **signed,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {"200": {"description": "Taken."}},
    }


def shared_parameters(connector: Connector) -> dict[str, Any]:
    """The header that proves where a delivery comes from."""
    signature = connector.signature
    if signature is None or not connector.webhooks:
        return {}
    place = {"name": signature.header, "in": "header", "required": True}
    return {"signature": place | {"description": _how(signature), "schema": {"type": "string"}}}


def _how(signature: Signature) -> str:
    over = "the body" if signature.timestamp is None else f"the time `{signature.timestamp}`, a dot and the body"
    parts = [f"HMAC-SHA256 over {over}, in {signature.encoding}. Its key is a secret that both sides know."]
    if signature.signature is not None:
        members = [f"{name}=…" for name in (signature.timestamp, signature.signature) if name is not None]
        parts.append(f"The header is a list such as `{','.join(members)}`; the signature is `{signature.signature}`.")
    if signature.timestamp is not None:
        parts.append(f"The time is in seconds since 1970 and may be {signature.tolerance:g} seconds from now.")
    return " ".join(parts)
