"""`connector.yaml`: what all actions of an API share."""

from connectory.diagnostics import Code, Note, Span
from connectory.load.nodes import MappingNode
from connectory.model import Connector, ErrorRule, NamedSchema, Place, Resource

from ._behaviour import read_rates
from ._calls import UNKNOWN_ACTION
from ._pagination import definitions, read_definition
from ._read import flag_at, integer, items_at, mapping, text, text_at, value_at
from ._references import Sight
from ._scope import Scope
from ._urls import read_links, read_servers

REPEATED_STATUS = Code(
    "R406",
    "repeated-status",
    "The error table has one row for each status.",
    "# connector.yaml\nerrors: [{status: 409, code: duplicate}, {status: 409, code: busy}]",
    "# connector.yaml\nerrors: [{status: 409, code: duplicate}, {status: 423, code: busy}]",
)


def read_connector(
    name: str, node: MappingNode, entities: tuple[NamedSchema, ...], resources: tuple[Resource, ...], scope: Scope
) -> Connector:
    """The connector, with the schemas and actions that were read for it."""
    found = scope.found
    unbound = Sight(roots=("response", "output"), inputs=(), output=None, steps={}, entities={})
    return Connector(
        id=name,
        title=text(value_at(node, "title")),
        summary=text(value_at(node, "summary")),
        description=text_at(node, "description"),
        audience=text_at(node, "audience"),
        links=read_links(node, found),
        servers=read_servers(node, found),
        auth=tuple(scope.auth.values()),
        verify=_verify(node, scope),
        pagination=tuple(read_definition(entry, unbound, found) for entry in definitions(node)),
        rates=read_rates(node),
        errors=_errors(node, scope),
        schemas=entities,
        resources=resources,
        source=node.span,
        places=tuple(Place(key=entry.key, span=entry.value.span) for entry in node),
    )


def _verify(node: MappingNode, scope: Scope) -> str | None:
    action = node.get("verify")
    if action is None or not scope.actions.find(text(action), action.span, UNKNOWN_ACTION, scope.found):
        return None
    return text(action)


def _errors(node: MappingNode, scope: Scope) -> tuple[ErrorRule, ...]:
    rules: list[ErrorRule] = []
    seen: dict[int, Span] = {}
    for item in items_at(node, "errors"):
        here = mapping(item)
        status = integer(value_at(here, "status"))
        if status in seen:
            message = f"there is a row for status {status} already"
            notes = (Note(seen[status], "here first"),)
            scope.found.error(REPEATED_STATUS, item.span, message, hint="merge the two rows", notes=notes)
        seen.setdefault(status, item.span)
        rules.append(
            ErrorRule(
                status=status,
                code=text_at(here, "code"),
                retryable=flag_at(here, "retryable"),
                advice=text_at(here, "advice"),
                source=item.span,
            )
        )
    return tuple(rules)
