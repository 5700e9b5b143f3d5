"""Names that people type: what they mean in spite of spelling, and what they probably meant."""

import difflib
from collections.abc import Iterable

_SAME = str.maketrans("- ", "__")


def fold(name: str) -> str:
    """The form in which names are compared: case, `-`, space and `_` make no difference."""
    return name.strip().translate(_SAME).lower()


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be, or `None` when none is near."""
    by_form = {fold(item).replace("_", ""): item for item in known}
    found = difflib.get_close_matches(fold(name[:200]).replace("_", ""), by_form, n=1, cutoff=0.7)
    return by_form[found[0]] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or nothing."""
    found = closest(name, known)
    return f"; did you mean {found!r}?" if found else ""
