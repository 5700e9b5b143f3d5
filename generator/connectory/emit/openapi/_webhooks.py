"""Deliveries of webhooks, as requests that the API makes."""

from typing import Any

from connectory.model import Webhook, thaw

from ._components import Components


def delivery(webhook: Webhook, components: Components) -> dict[str, Any]:
    """The operation that a receiver serves."""
    payload = components.schema(webhook.payload, "output")
    content: dict[str, Any] = {"schema": {"type": "array", "items": payload} if webhook.many else payload}
    if webhook.examples:
        content["examples"] = {
            f"{webhook.id}_{number}": {"summary": example.title, "value": thaw(example.body)}
            for number, example in enumerate(webhook.examples, 1)
        }
    parts = [webhook.summary, webhook.description, "\n".join(f"- {note}" for note in webhook.notes)]
    return {
        "operationId": f"{webhook.id}_webhook",
        "summary": webhook.title,
        "description": "\n\n".join(part.strip() for part in parts if part),
        "security": [],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {"200": {"description": "Taken."}},
    }
