"""The absence of a value, which is not the same as null."""

from enum import Enum
from typing import Final, Literal, TypeAlias


class _Absent(Enum):
    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = _Absent.UNSET
"""Stands for a parameter that was not given."""

Unset: TypeAlias = Literal[_Absent.UNSET]
"""The type of `UNSET`."""
