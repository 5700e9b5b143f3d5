"""Ids that read well after the connector's name, and leave the client its own methods."""

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.model import Project
from connectory.naming import is_builtin

from ._walk import actions

DOUBLED_PREFIX = Code(
    "A103",
    "doubled-prefix",
    "An action is always reached through its connector, `acme.list_tags`, so its id does not repeat the connector's "
    "name.",
    "# specs/acme/tags/acme_list_tags.yaml",
    "# specs/acme/tags/list_tags.yaml",
)
CLIENT_METHOD = Code(
    "A104",
    "client-method",
    "The id of an action becomes a method of the client, and in capitals a constant. It must not hide a method that "
    "every client has, another constant, nor a name that Python has built in: beside a method `list`, type checkers no "
    "longer know what `list[str]` is.",
    "# specs/acme/orders/close.yaml",
    "# specs/acme/orders/close_order.yaml",
)

_CONSTANTS = frozenset({"connector", "type_checking"})
_METHODS = frozenset({"execute", "job", "plan", "raw", "close", "aclose", "oauth2"})


def check(project: Project, found: Diagnostics) -> None:
    """Report ids that repeat the connector's, and those that hide a method of the client."""
    for connector, action in actions(project):
        span = Span.whole_file(action.source.file)
        rest = action.id.removeprefix(f"{connector.id}_")
        if rest != action.id:
            message = f"the id `{action.id}` repeats the name of its connector"
            found.error(DOUBLED_PREFIX, span, message, hint=f"rename the file to `{rest}.yaml`")
        if (owner := _owner(action.id)) is not None:
            message = f"{owner} has a `{action.id}` of its own"
            found.error(CLIENT_METHOD, span, message, hint=f"rename the file to `{action.id}_{action.resource}.yaml`")


def _owner(identifier: str) -> str | None:
    """Who has the name already."""
    if identifier in _METHODS:
        return "every client"
    if identifier in _CONSTANTS:
        return "the generated code"
    return "Python" if is_builtin(identifier) else None
