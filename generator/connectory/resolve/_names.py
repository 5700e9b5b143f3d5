"""Looking up what a spec refers to by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.naming import closest

_LISTED = 8
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind that may be referred to, such as every `schema` of a connector.

    `complete` is false when a file that declares some of them could not be read: then a name that
    is not known is not reported, because it may be in there.
    """

    kind: str
    known: tuple[str, ...]
    complete: bool = True

    def find(self, name: str, span: Span, code: Code, found: Diagnostics, *, notes: Iterable[Note] = ()) -> bool:
        """Whether `name` is known; reports it at `span` when it certainly is not."""
        if name in self.known:
            return True
        if self.complete:
            message = f"there is no {self.kind} {quoted(name)}"
            found.error(code, span, message, hint=propose(name, self.known, self.kind), notes=notes)
        return False


def propose(name: str, known: Iterable[str], kind: str) -> str:
    """What to write instead of an unknown name: the nearest known one, or a list of all when it is short."""
    names = tuple(known)
    if near := closest(name, names):
        return f"did you mean {quoted(near)}?"
    if not names:
        return f"no {kind} is declared here"
    if len(names) == 1:
        return f"the only {kind} is {quoted(names[0])}"
    return f"declared are {listing(names)}"


def quoted(name: str) -> str:
    """A text from a spec as it stands in a message: on one line, and not too long."""
    line = " ".join(name.split())
    return f"`{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}`"


def listing(names: Iterable[str], conjunction: str = "and") -> str:
    """`a`, `b` and `c`; a long list ends in how many more there are."""
    words = [quoted(name) for name in names]
    if len(words) > _LISTED:
        return f"{', '.join(words[:_LISTED])} {conjunction} {len(words) - _LISTED} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
