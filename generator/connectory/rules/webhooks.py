"""Payloads that can be told apart."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Project

INDISTINCT_WEBHOOK = Code(
    "A124",
    "indistinct-webhook",
    "A payload is of the first kind whose `when` holds. One kind of a connector may have none: it is the one that "
    "remains. A second would never be found.",
    "# webhooks/contact_created.yaml and webhooks/contact_deleted.yaml have no `when`",
    "# webhooks/contact_created.yaml\nwhen: {$payload.event: [contact.created]}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report webhooks that another one hides."""
    for connector in project.connectors:
        rest = [webhook for webhook in connector.webhooks if not webhook.when]
        for webhook in rest[1:]:
            found.error(
                INDISTINCT_WEBHOOK,
                webhook.source,
                f"nothing tells payloads of `{webhook.id}` from those of `{rest[0].id}`",
                hint="add `when`, such as `when: {$payload.event: [contact.created]}`",
                notes=(Note(rest[0].source, f"`{rest[0].id}` has no `when` either"),),
            )
