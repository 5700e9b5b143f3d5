"""One request is described once."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, Project

SAME_ENDPOINT = Code(
    "A102",
    "same-endpoint",
    "Two actions send the same method to the same path. One of them is a copy, or its endpoint is wrong. An action "
    "that is known by two names has an alias; a second way to use an endpoint is a `choose`.",
    "# get_contact.yaml and get_person.yaml both have\nendpoint: GET /contacts/{id}",
    "# get_contact.yaml\nendpoint: GET /contacts/{id}\naliases: {catalogue: GET_PERSON}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report actions of a connector with one method and path, whatever the placeholders are called."""
    for connector in project.connectors:
        taken: dict[tuple[str, tuple[str, ...]], Action] = {}
        for action in connector.actions:
            if action.endpoint is None:
                continue
            other = taken.setdefault((action.endpoint.method, action.endpoint.text), action)
            if other is not action:
                found.error(
                    SAME_ENDPOINT,
                    action.at("endpoint"),
                    f"`{other.id}` has this endpoint already",
                    hint="make one of them an alias of the other, or correct the endpoint",
                    notes=(Note(other.at("endpoint"), f"of `{other.id}`"),),
                )
