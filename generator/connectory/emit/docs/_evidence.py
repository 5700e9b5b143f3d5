"""How well a fact is known, and where it was read."""

from dataclasses import dataclass

from connectory.model import Evidence, EvidenceStatus

from ._said import Said, say

_STATUSES: dict[EvidenceStatus, Said] = {
    "documented": say("Documented"),
    "observed": say("Observed"),
    "inferred": say("Inferred"),
    "disputed": say("Disputed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """`url` is set where the source is a page on the web, which a reader can open."""

    status: Said
    source: str
    url: str | None
    note: str | None


def evidence_view(evidence: Evidence | None) -> EvidenceView | None:
    """Evidence as a page shows it; nothing for nothing."""
    if evidence is None:
        return None
    source = evidence.source
    is_page = source.startswith(("https://", "http://"))
    return EvidenceView(
        status=_STATUSES[evidence.status], source=source, url=source if is_page else None, note=evidence.note
    )
