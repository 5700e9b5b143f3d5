"""Nothing that an API has, or that a catalogue offers of it, is forgotten in silence."""

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import Connector, Coverage, Endpoint, Project
from connectory.naming import closest, fold_identifier

UNCOVERED_OPERATION = Code(
    "A125",
    "uncovered-operation",
    "`coverage.yaml` lists every operation of the API that is known. Each is the endpoint of an action, or `left_out` "
    "says why it is not.",
    "# coverage.yaml\noperations: [GET /v1/callouts]",
    "# coverage.yaml\noperations:\n  - {operation: GET /v1/callouts, left_out: Replaced by GET /v1/broadcasts.}",
)
UNLISTED_OPERATION = Code(
    "A126",
    "unlisted-operation",
    "An action has an endpoint that `coverage.yaml` does not know, or knows as left out. One of the two is wrong.",
    "# coverage.yaml\noperations: [GET /v1/contact]\n# get_contact.yaml\nendpoint: GET /v1/contacts/{id}",
    "# coverage.yaml\noperations: [GET /v1/contacts/{id}]\n# get_contact.yaml\nendpoint: GET /v1/contacts/{id}",
)
UNANSWERED_OFFER = Code(
    "A127",
    "unanswered-offer",
    "A catalogue in `coverage.yaml` has an action, and no action of ours has its identifier among the `aliases`.",
    "# coverage.yaml\noperations: [POST /v1/domains]\n"
    "catalogues: {other: {title: Other, actions: {ACME_ADD_DOMAIN: Add domain}}}",
    "# add_domain.yaml\naliases: {other: ACME_ADD_DOMAIN}",
)
UNKNOWN_CATALOGUE = Code(
    "A128",
    "unknown-catalogue",
    "An alias names a catalogue that `coverage.yaml` does not know, or an identifier that the catalogue does not have.",
    "# coverage.yaml\ncatalogues: {other: {title: Other, actions: {ACME_ADD_DOMAIN: Add domain}}}\n"
    "# add_site.yaml\naliases: {other: ACME_ADD_SITE}",
    "# coverage.yaml\ncatalogues: {other: {title: Other, actions: {ACME_ADD_SITE: Add site}}}\n"
    "# add_site.yaml\naliases: {other: ACME_ADD_SITE}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Compare the actions of every connector with its `coverage.yaml`, where there is one."""
    for connector in project.connectors:
        if connector.coverage is not None:
            _check_operations(connector, connector.coverage, found)
            _check_catalogues(connector, connector.coverage, found)


def _check_operations(connector: Connector, coverage: Coverage, found: Diagnostics) -> None:
    covered = {_key(action.endpoint): action for action in connector.actions if action.endpoint is not None}
    known = {_key(item.endpoint): item for item in coverage.operations}
    for key, item in known.items():
        shown = f"{item.endpoint.method} {item.endpoint.path}"
        action = covered.get(key)
        if action is None and item.left_out is None:
            hint = "add an action, or write `{operation: …, left_out: why}`"
            found.error(UNCOVERED_OPERATION, item.source, f"no action covers `{shown}`", hint=hint)
        elif action is not None and item.left_out is not None:
            message = f"`{shown}` is left out, but `{action.id}` covers it"
            notes = (Note(action.at("endpoint"), f"of `{action.id}`"),)
            found.error(UNLISTED_OPERATION, item.source, message, hint="list it without `left_out`", notes=notes)
    listed = tuple(item.endpoint for item in known.values())
    for key, action in covered.items():
        if key not in known and action.endpoint is not None:
            message = "`coverage.yaml` does not have this operation"
            found.error(UNLISTED_OPERATION, action.at("endpoint"), message, hint=_instead(action.endpoint, listed))


def _instead(endpoint: Endpoint, listed: tuple[Endpoint, ...]) -> str:
    """What to write instead of an operation that is not listed."""
    methods = [other.method for other in listed if other.text == endpoint.text]
    if methods:
        return f"the method differs: it has the path with {' and '.join(methods)}. Correct it, or add it there"
    near = closest(endpoint.path, (other.path for other in listed))
    return f"did you mean `{near}`? Otherwise add it there" if near else "add it there, or correct the endpoint"


def _check_catalogues(connector: Connector, coverage: Coverage, found: Diagnostics) -> None:
    aliases = {
        (alias.catalogue, fold_identifier(alias.id)): action.at(f"aliases.{alias.catalogue}.{alias.id}")
        for action in connector.actions
        for alias in action.aliases
    }
    offers = {
        (catalogue.id, fold_identifier(offer.id)): (catalogue, offer)
        for catalogue in coverage.catalogues
        for offer in catalogue.offers
    }
    for key, (catalogue, offer) in offers.items():
        if key not in aliases:
            message = f"no action answers to `{offer.id}` of {catalogue.title}"
            hint = f"add `aliases: {{{catalogue.id}: {offer.id}}}` to the action that does the same"
            found.error(UNANSWERED_OFFER, offer.source, message, hint=hint)
    names = tuple(catalogue.id for catalogue in coverage.catalogues)
    for (name, alias), span in aliases.items():
        if (name, alias) not in offers:
            _report_alias(name, alias, span, names, tuple(key[1] for key in offers if key[0] == name), found)


def _report_alias(
    name: str, alias: str, span: Span, names: tuple[str, ...], known: tuple[str, ...], found: Diagnostics
) -> None:
    if name in names:
        near = closest(alias, known)
        message = f"the catalogue `{name}` in `coverage.yaml` has no such action"
        hint = f"did you mean `{near}`?" if near else "add it there, or remove the alias"
    else:
        near = closest(name, names)
        message = f"`coverage.yaml` knows no catalogue `{name}`"
        hint = f"did you mean `{near}`?" if near else "add it there, or remove the alias"
    found.error(UNKNOWN_CATALOGUE, span, message, hint=hint)


def _key(endpoint: Endpoint) -> tuple[str, tuple[str, ...]]:
    """What tells operations apart: placeholders may be called anything."""
    return endpoint.method, endpoint.text
