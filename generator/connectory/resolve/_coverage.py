"""`coverage.yaml`: what the API has, and what catalogues offer of it."""

from connectory.load.nodes import MappingNode, Node
from connectory.model import Catalogue, Coverage, Offer, Operation

from ._endpoint import read_endpoint
from ._read import entries_at, items_at, mapping, text, value_at
from ._scope import Scope


def read_coverage(node: MappingNode | None, scope: Scope) -> Coverage | None:
    """The file, `None` when there is none."""
    if node is None:
        return None
    operations = (_operation(item, scope) for item in items_at(node, "operations"))
    return Coverage(
        operations=tuple(item for item in operations if item is not None),
        catalogues=tuple(_catalogue(entry.key, mapping(entry.value)) for entry in entries_at(node, "catalogues")),
    )


def _operation(node: Node, scope: Scope) -> Operation | None:
    told = node if isinstance(node, MappingNode) else None
    endpoint = read_endpoint(node if told is None else value_at(told, "operation"), scope.found)
    if endpoint is None:
        return None
    left_out = None if told is None else text(value_at(told, "left_out"))
    return Operation(endpoint=endpoint, left_out=left_out, source=node.span)


def _catalogue(name: str, node: MappingNode) -> Catalogue:
    offers = (
        Offer(id=entry.key, title=text(entry.value), source=entry.key_span) for entry in entries_at(node, "actions")
    )
    return Catalogue(id=name, title=text(value_at(node, "title")), offers=tuple(offers))
