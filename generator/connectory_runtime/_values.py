"""Arguments that may be secret, in a form that traces can show."""

from __future__ import annotations

from typing import Any


class Values(dict[str, Any]):
    """A dict that prints only its keys: programs that report errors print the local variables of every frame."""

    def __repr__(self) -> str:
        return f"<values of {', '.join(self)}>"

    __str__ = __repr__
