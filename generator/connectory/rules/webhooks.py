"""Payloads that can be told apart."""

from collections.abc import Iterable

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import Condition, Project, Webhook
from connectory.model.wire import as_text

INDISTINCT_WEBHOOK = Code(
    "A124",
    "indistinct-webhook",
    "A payload is of the first kind whose `when` holds. Where that of one kind holds for all payloads of another, the "
    "other is never found. One kind of a connector may have no `when`: it is the one that remains.",
    "# webhooks/contact_created.yaml and webhooks/contact_deleted.yaml both have\n"
    "when: {$payload.event: [contact.created]}",
    "# webhooks/contact_created.yaml\nwhen: {$payload.event: [contact.created]}\n"
    "# webhooks/contact_deleted.yaml\n# when: {$payload.event: [contact.deleted]}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report webhooks that another one hides."""
    for connector in project.connectors:
        telling = [webhook for webhook in connector.webhooks if webhook.when]
        rest = [webhook for webhook in connector.webhooks if not webhook.when]
        for webhook in rest[1:]:
            note = f"`{rest[0].id}` has no `when` either"
            _report(webhook, rest[0], "add `when`, such as `when: {$payload.event: [contact.created]}`", note, found)
        for number, webhook in enumerate(telling):
            if (other := _hiding(webhook, telling[:number])) is not None:
                note = f"the `when` of `{other.id}` holds for them too, and is asked first"
                _report(webhook, other, "correct one of the two `when`, or make one webhook of both", note, found)


def _report(webhook: Webhook, other: Webhook, hint: str, note: str, found: Diagnostics) -> None:
    message = f"nothing tells payloads of `{webhook.id}` from those of `{other.id}`"
    found.error(INDISTINCT_WEBHOOK, _place(webhook), message, hint=hint, notes=(Note(_place(other), note),))


def _hiding(webhook: Webhook, earlier: Iterable[Webhook]) -> Webhook | None:
    """The first of the `earlier` ones that takes all payloads of a webhook."""
    return next((other for other in earlier if all(_follows(item, webhook.when) for item in other.when)), None)


def _follows(condition: Condition, given: Iterable[Condition]) -> bool:
    """Whether a condition holds wherever all that are given do."""
    values = {as_text(value) for value in condition.values}
    return any(
        other.reference.path == condition.reference.path
        and other.empty == condition.empty
        and values.issuperset(map(as_text, other.values))
        for other in given
    )


def _place(webhook: Webhook) -> Span:
    return webhook.when[0].reference.source if webhook.when else webhook.source
