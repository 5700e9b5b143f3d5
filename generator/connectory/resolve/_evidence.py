"""`evidence`: how well a fact is known."""

from typing import get_args

from connectory.load.nodes import Node
from connectory.model import Evidence, EvidenceStatus

from ._read import mapping, text_at

_STATUSES: dict[str, EvidenceStatus] = {status: status for status in get_args(EvidenceStatus)}


def read_evidence(node: Node | None) -> Evidence | None:
    """The evidence; `None` when there is none."""
    if node is None:
        return None
    here = mapping(node)
    return Evidence(
        status=_STATUSES[text_at(here, "status") or ""],
        source=text_at(here, "source") or "",
        note=text_at(here, "note"),
    )
