"""`evidence`: how well a fact is known."""

from typing import get_args

from connectory.load.nodes import Node
from connectory.model import Evidence, EvidenceStatus

from ._read import mapping, text, text_at, value_at

_STATUSES: dict[str, EvidenceStatus] = {status: status for status in get_args(EvidenceStatus)}


def read_evidence(node: Node | None) -> Evidence | None:
    """The evidence; `None` when there is none."""
    if node is None:
        return None
    here = mapping(node)
    return Evidence(
        status=_STATUSES[text(value_at(here, "status"))],
        source=text(value_at(here, "source")),
        note=text_at(here, "note"),
    )
