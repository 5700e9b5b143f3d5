"""What the files of one connector may name, and where their problems go."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectory.diagnostics import Diagnostics
from connectory.load.nodes import Entry
from connectory.model import AuthScheme

from ._names import Names
from ._types import Entities


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The names that an action of a connector may use, with what is known of them."""

    schemas: Names
    entities: Entities
    schemes: Names
    auth: Mapping[str, AuthScheme]
    default_auth: tuple[str, ...]
    paginations: Names
    pagination: Mapping[str, Entry]
    rate_groups: Names
    actions: Names
    found: Diagnostics
