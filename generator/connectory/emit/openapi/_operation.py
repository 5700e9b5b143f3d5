"""One operation, made of one action or of several that share an endpoint."""

from typing import Any

from connectory.model import Action, Connector

from ._bodies import request_body
from ._components import Components
from ._parameters import parameters
from ._responses import responses
from ._security import requirements


def operation(actions: tuple[Action, ...], path: str, connector: Connector, components: Components) -> dict[str, Any]:
    """The operation for all actions with one method and path. What they agree on is said once."""
    first = actions[0]
    result: dict[str, Any] = {
        "operationId": first.id,
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
