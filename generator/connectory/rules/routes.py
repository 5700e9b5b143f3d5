"""One request is described once."""

from typing import TypeAlias

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, EnumValue, Location, Project

SAME_ENDPOINT = Code(
    "A102",
    "same-endpoint",
    "Two actions send the same things to the same method and path. One of them is a copy, or its endpoint is wrong. An "
    "action that is known by two names has an alias. Two ways to use one endpoint differ in what they send: "
    "in their parameters, or in what is `fixed`.",
    "# get_contact.yaml and get_person.yaml both have\nendpoint: GET /contacts/{id}",
    "# get_contact.yaml\nendpoint: GET /contacts/{id}\naliases: {catalogue: GET_PERSON}",
)

_Sent: TypeAlias = frozenset[tuple[Location, str, EnumValue | None]]
"""Every place of a request that is filled, with the value where it is fixed."""


def check(project: Project, found: Diagnostics) -> None:
    """Report actions of a connector that cannot be told apart, whatever the placeholders are called."""
    for connector in project.connectors:
        taken: dict[tuple[str, tuple[str, ...], _Sent], Action] = {}
        for action in connector.actions:
            if action.endpoint is None:
                continue
            other = taken.setdefault((action.endpoint.method, action.endpoint.text, _sent(action)), action)
            if other is not action:
                found.error(
                    SAME_ENDPOINT,
                    action.at("endpoint"),
                    f"`{other.id}` sends the same to this endpoint already",
                    hint="make one of them an alias of the other, or correct the endpoint",
                    notes=(Note(other.at("endpoint"), f"of `{other.id}`"),),
                )


def _sent(action: Action) -> _Sent:
    places = (item for item in action.parameters if not item.ignored and item.location != "path")
    return frozenset((item.location, item.wire, item.schema.const) for item in (*places, *action.fixed))
