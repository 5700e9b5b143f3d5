"""How well a fact about an API is known."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

EvidenceStatus: TypeAlias = Literal["documented", "observed", "inferred", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A status and where the fact was read. `note` says what the sources disagree on."""

    status: EvidenceStatus
    source: str
    note: str | None = None
