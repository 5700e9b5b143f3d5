"""`idempotency_key`: the header by which an API recognises a call that is repeated."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.load.nodes import MappingNode
from connectory.model import AuthScheme, Parameter
from connectory.model.auth import place_of

from ._names import quoted
from ._read import text
from ._wire import PLACE_TAKEN, RESERVED_HEADERS, is_token

KEY_HEADER = Code(
    "R221",
    "key-header",
    "`idempotency_key` names a header that the API reads a key from. The clients make the key, so the header is not "
    "one that HTTP needs itself.",
    "idempotency_key: Idempotency Key",
    "idempotency_key: Idempotency-Key",
)


def read_key(
    action: MappingNode, parameters: tuple[Parameter, ...], schemes: tuple[AuthScheme, ...], found: Diagnostics
) -> str | None:
    """The header, after comparing it with everything else that goes into headers."""
    if (node := action.get("idempotency_key")) is None:
        return None
    header = text(node)
    if not is_token(header):
        found.error(
            KEY_HEADER, node.span, f"{quoted(header)} cannot be the name of a header", hint="use letters and `-`"
        )
    elif header.lower() in RESERVED_HEADERS:
        message = f"the header {quoted(header)} belongs to HTTP itself"
        found.error(KEY_HEADER, node.span, message, hint="write the header that the API documents for keys")
    taken = [("`" + item.name + "`", item.source) for item in parameters if _is_header(item, header)]
    place = ("header", header.lower())
    taken += [("the credential", scheme.source) for scheme in schemes if place_of(scheme) == place]
    for name, span in taken:
        message = f"the key and {name} both go to the header {quoted(header)}"
        notes = (Note(span, f"{name} stands here"),)
        found.error(
            PLACE_TAKEN, node.span, message, hint="remove one of them; callers can give a key as an option", notes=notes
        )
    return header


def _is_header(parameter: Parameter, header: str) -> bool:
    return parameter.location == "header" and not parameter.ignored and parameter.wire.lower() == header.lower()
