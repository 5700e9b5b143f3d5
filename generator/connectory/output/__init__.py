"""The only part that writes: plan, show the difference, apply."""

from ._diff import unified_diff
from ._error import OutputError
from ._manifest import BUILT, MANIFEST, Manifest, read_manifest
from ._paths import places
from ._plan import Change, Plan, plan
from ._transaction import alone, apply, recover

__all__ = [
    "BUILT",
    "MANIFEST",
    "Change",
    "Manifest",
    "OutputError",
    "Plan",
    "alone",
    "apply",
    "places",
    "plan",
    "read_manifest",
    "recover",
    "unified_diff",
]
