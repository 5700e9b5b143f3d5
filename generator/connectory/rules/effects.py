"""What an action does in the world, beside the method that it uses."""

from collections.abc import Mapping

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, Effect, Project, called_by

from ._walk import actions

EFFECT_AGAINST_METHOD = Code(
    "A113",
    "effect-against-method",
    "The effect decides whether a call is repeated and whether an agent has to ask first. GET usually reads, DELETE "
    "usually deletes, PUT and PATCH usually change something. Where an API does otherwise, `evidence` has a `note` "
    "that says so.",
    "endpoint: DELETE /contacts\neffect: read",
    "endpoint: DELETE /contacts\neffect: delete",
)
VERIFY_HAS_EFFECT = Code(
    "A114",
    "verify-has-effect",
    "`verify` is called to see whether a credential works. It must do nothing in the world and need no input.",
    "# connector.yaml\nverify: delete_contact",
    "# connector.yaml\nverify: get_account_info",
)
POLL_HAS_EFFECT = Code(
    "A115",
    "poll-has-effect",
    "The action of `wait` is called again and again, so it must do nothing in the world.",
    "wait: {action: start_import, done: {status: [FINISHED]}}",
    "wait: {action: get_import_status, done: {status: [FINISHED]}}",
)

UNDERSTATED_EFFECT = Code(
    "A130",
    "understated-effect",
    "An action made of other actions does what they do: its effect is not weaker than theirs (`read`, then `write`, "
    "then `delete` and `send`), and it is idempotent only if they are.",
    "# delete_order.yaml has `effect: delete`, delete_orders.yaml has\neffect: write\n"
    "each: {over: ids, action: delete_order, as: id}",
    "# delete_order.yaml has `effect: delete`, delete_orders.yaml has\neffect: delete\n"
    "each: {over: ids, action: delete_order, as: id}",
)

_STRENGTH: dict[Effect, int] = {"read": 0, "write": 1, "delete": 2, "send": 2}
_USUAL = {
    "GET": ("read",),
    "DELETE": ("delete", "write"),
    "PUT": ("write", "delete", "send"),
    "PATCH": ("write", "delete", "send"),
}


def check(project: Project, found: Diagnostics) -> None:
    """Report effects that the method makes unlikely, and calls that must be harmless but are not."""
    for _, action in actions(project):
        _check_method(action, found)
    for connector in project.connectors:
        by_id = {action.id: action for action in connector.actions}
        for action in connector.actions:
            _check_composite(action, by_id, found)
            if action.wait is not None:
                polled = by_id.get(action.wait.action)
                if polled is not None and polled.effect != "read":
                    message = f"`{polled.id}` has the effect `{polled.effect}`, and would be called again and again"
                    notes = (Note(polled.at("effect"), "declared here"),)
                    found.error(POLL_HAS_EFFECT, action.wait.source, message, hint="poll a reading action", notes=notes)
        verify = by_id.get(connector.verify or "")
        if verify is not None and (verify.effect != "read" or any(item.required for item in verify.parameters)):
            why = f"has the effect `{verify.effect}`" if verify.effect != "read" else "needs input"
            message = f"`{verify.id}` {why}, so it cannot verify a credential"
            notes = (Note(verify.at("effect"), "declared here"),)
            found.error(VERIFY_HAS_EFFECT, connector.at("verify"), message, hint="name a reading action", notes=notes)


def _check_composite(action: Action, by_id: Mapping[str, Action], found: Diagnostics) -> None:
    called = [by_id[name] for name in called_by(action.composite) if name in by_id]
    stronger = next((item for item in called if _STRENGTH[item.effect] > _STRENGTH[action.effect]), None)
    if stronger is not None:
        message = f"the effect is `{action.effect}`, but `{stronger.id}` has the effect `{stronger.effect}`"
        notes = (Note(stronger.at("effect"), "declared here"),)
        hint = f"write `effect: {stronger.effect}`"
        found.error(UNDERSTATED_EFFECT, action.at("effect"), message, hint=hint, notes=notes)
    counting = next((item for item in called if not item.idempotent), None)
    if counting is not None and action.idempotent and stronger is None:
        message = f"this is declared idempotent, but `{counting.id}` is not"
        notes = (Note(counting.source, "declared here"),)
        found.error(UNDERSTATED_EFFECT, action.at("idempotent"), message, hint="remove `idempotent`", notes=notes)


def _check_method(action: Action, found: Diagnostics) -> None:
    if action.endpoint is None or (action.evidence is not None and action.evidence.note is not None):
        return
    usual = _USUAL.get(action.endpoint.method)
    if usual is not None and action.effect not in usual:
        message = f"a {action.endpoint.method} request with the effect `{action.effect}` is unusual"
        hint = "correct the effect, or explain it in a `note` under `evidence`"
        found.warning(EFFECT_AGAINST_METHOD, action.at("effect"), message, hint=hint)
