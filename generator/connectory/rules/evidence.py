"""Facts come with a source."""

from connectory.diagnostics import Code, Diagnostics
from connectory.model import Project

from ._walk import actions

NO_EVIDENCE = Code(
    "A116",
    "no-evidence",
    "`evidence` says how well the facts of an action are known and where they were read, so that they can be checked "
    "again when the API changes.",
    "title: Add domain\nsummary: Register a domain for web tracking.",
    "title: Add domain\nsummary: Register a domain for web tracking.\n"
    'evidence: {status: documented, source: "https://docs.example.com/domains"}',
)
NO_EXAMPLE = Code(
    "A117",
    "no-example",
    "An example is shown to readers, checked against the schemas, and answered by the mock server. An action without "
    "one has never been tried.",
    "title: Add domain\nsummary: Register a domain for web tracking.",
    "title: Add domain\nsummary: Register a domain for web tracking.\n"
    "examples: [{title: A shop, response: {status: 200, body: {}}}]",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report actions and webhooks without evidence or without an example."""
    for _, action in actions(project):
        if action.evidence is None:
            hint = "add `evidence: {status: documented, source: …}`"
            found.warning(NO_EVIDENCE, action.at("title"), "nothing says where these facts come from", hint=hint)
        if not action.examples:
            hint = "add one under `examples`, with input and response"
            found.warning(NO_EXAMPLE, action.at("title"), "the action has no example", hint=hint)
    for connector in project.connectors:
        for webhook in connector.webhooks:
            if webhook.evidence is None:
                hint = "add `evidence: {status: documented, source: …}`"
                found.warning(NO_EVIDENCE, webhook.source, "nothing says where these facts come from", hint=hint)
            if not webhook.examples:
                hint = "add one under `examples`, with title and body"
                found.warning(NO_EXAMPLE, webhook.source, "the webhook has no example", hint=hint)
