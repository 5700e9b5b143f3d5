"""What an action does in the world, beside the method that it uses."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, Project

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


def _check_method(action: Action, found: Diagnostics) -> None:
    if action.endpoint is None or (action.evidence is not None and action.evidence.note is not None):
        return
    usual = _USUAL.get(action.endpoint.method)
    if usual is not None and action.effect not in usual:
        message = f"a {action.endpoint.method} request with the effect `{action.effect}` is unusual"
        hint = "correct the effect, or explain it in a `note` under `evidence`"
        found.warning(EFFECT_AGAINST_METHOD, action.at("effect"), message, hint=hint)
