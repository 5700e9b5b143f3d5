"""One operation, made of one action or of several that share an endpoint."""

from typing import Any

from connectory.model import Action, Connector
from connectory.model.reference import is_position
from connectory.model.wire import tokens_of

from ._bodies import request_body
from ._components import Components
from ._parameters import parameters
from ._responses import responses
from ._security import requirements


def operation(actions: tuple[Action, ...], path: str, connector: Connector, components: Components) -> dict[str, Any]:
    """The operation for all actions with one method and path. What they agree on is said once.

    It goes by the name of the one that says best what it does, and that one comes first everywhere.
    """
    actions = tuple(sorted(actions, key=_narrowness))
    result: dict[str, Any] = {
        "operationId": actions[0].id,
        "tags": list(dict.fromkeys(action.resource for action in actions)),
        "summary": "; ".join(action.title for action in actions),
        "description": "\n\n".join(_text(action, alone=len(actions) == 1) for action in actions),
    }
    if given := parameters(actions, path, components):
        result["parameters"] = given
    if (body := request_body(actions, components)) is not None:
        result["requestBody"] = body
    result["responses"] = responses(actions, connector, components)
    if all(action.deprecated for action in actions):
        result["deprecated"] = True
    names = dict.fromkeys(name for action in actions for name in action.auth)
    if tuple(names) != connector.default_auth:
        result["security"] = requirements(connector.schemes(names))
    return result | {"x-actions": {action.id: _facts(action) for action in actions}}


def _narrowness(action: Action) -> tuple[bool, int, int, str]:
    """The order of actions: those in use come first, then those that fix less, then those with more input.

    A parameter at a position in a list fixes how long the list is.
    """
    given = [item for item in action.parameters if not item.ignored]
    positions = sum(item.location == "body" and any(map(is_position, tokens_of(item))) for item in given)
    return action.deprecated is not None, len(action.fixed) + positions, -len(given), action.id


def _text(action: Action, *, alone: bool) -> str:
    parts = [action.summary if alone else f"**{action.title}.** {action.summary}"]
    parts.extend(text for text in (action.description, action.use_when) if text)
    if action.notes:
        parts.append("\n".join(f"- {note}" for note in action.notes))
    if action.deprecated is not None:
        parts.append(f"Deprecated: {action.deprecated.reason}")
    return "\n\n".join(part.strip() for part in parts)


def _facts(action: Action) -> dict[str, Any]:
    """What OpenAPI has no word for."""
    facts: dict[str, Any] = {"effect": action.effect, "idempotent": action.idempotent}
    if action.aliases:
        facts["aliases"] = [alias.id for alias in action.aliases]
    if action.evidence is not None:
        facts["evidence"] = {"status": action.evidence.status, "source": action.evidence.source}
    return facts
