"""`returns`: the part of an answer that the methods of clients return."""

from dataclasses import replace

from connectory.diagnostics import Code
from connectory.load.nodes import MappingNode
from connectory.model import Reference

from ._read import text
from ._references import Sight, bind
from ._scope import Scope
from ._types import is_certain, or_null

POINTLESS_RETURNS = Code(
    "R314",
    "pointless-returns",
    "`returns` leads to a part of the one answer that a call gets. `$output` alone is all of it. What comes in pages "
    "or parts, or later, is returned in a way of its own.",
    "returns: $output",
    "returns: $output.items",
)

_RETURN_OTHERWISE = ("pagination", "wait", "batch")


def read_returns(action: MappingNode, sight: Sight, scope: Scope) -> Reference | None:
    """The part, `None` for the whole answer."""
    node = action.get("returns")
    if node is None:
        return None
    for key in _RETURN_OTHERWISE:
        if (other := action.entry(key)) is not None:
            message, hint = f"`returns` has no meaning beside `{key}`", "remove one of the two"
            scope.found.error(POINTLESS_RETURNS, other.key_span, message, hint=hint)
    reference = bind(text(node), node.span, sight, scope.found)
    if reference is not None and reference.root in ("output", "response.json") and not reference.path:
        message, hint = f"`{reference}` is all of the answer", "remove `returns`, or lead to a member"
        scope.found.error(POINTLESS_RETURNS, node.span, message, hint=hint)
    return None if reference is None else _or_null(reference, sight)


def _or_null(reference: Reference, sight: Sight) -> Reference:
    """The reference, with null among its types where an answer may be without the part."""
    entities, whole = sight.entities, sight.output
    in_body = reference.root in ("output", "response.json")
    if reference.total or (in_body and whole is not None and is_certain(whole, reference.path, entities)):
        return reference
    return replace(reference, schema=or_null(reference.schema, entities))
