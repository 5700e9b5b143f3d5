"""Ids that read well after the connector's name, and that Python can have as names."""

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.model import Project
from connectory.naming import is_python_keyword

from ._walk import actions

DOUBLED_PREFIX = Code(
    "A103",
    "doubled-prefix",
    "An action is always reached through its connector, `acme.list_tags`, so its id does not repeat the connector's "
    "name.",
    "# specs/acme/tags/acme_list_tags.yaml",
    "# specs/acme/tags/list_tags.yaml",
)
RESERVED_ID = Code(
    "A104",
    "reserved-id",
    "The ids of connectors, resources and actions become modules and methods. A word of Python cannot be one, and a "
    "method must not hide one that every client has.",
    "# specs/acme/data/import.yaml",
    "# specs/acme/data/import_data.yaml",
)

_CLIENT_METHODS = frozenset({"execute", "close", "aclose"})


def check(project: Project, found: Diagnostics) -> None:
    """Report ids that repeat the connector's, and those that are reserved."""
    for connector in project.connectors:
        _check_word(connector.id, connector.source, found)
        for resource in connector.resources:
            if resource.actions:
                _check_word(resource.id, _file(resource.actions[0].source), found)
    for connector, action in actions(project):
        span = _file(action.source)
        prefix = f"{connector.id}_"
        if action.id.startswith(prefix):
            rest = action.id.removeprefix(prefix)
            message = f"the id `{action.id}` repeats the name of its connector"
            found.error(DOUBLED_PREFIX, span, message, hint=f"rename the file to `{rest}.yaml`")
        if action.id in _CLIENT_METHODS:
            message = f"every client has a method `{action.id}` of its own"
            found.error(RESERVED_ID, span, message, hint=f"rename the file to `{action.id}_{action.resource}.yaml`")
        _check_word(action.id, span, found)


def _check_word(name: str, span: Span, found: Diagnostics) -> None:
    if is_python_keyword(name):
        message = f"`{name}` is a word of Python and cannot be the name of a module or method"
        found.error(RESERVED_ID, span, message, hint=f"rename it, for instance to `{name}_data`")


def _file(span: Span) -> Span:
    return Span.whole_file(span.file)
