"""Words of pages that are said in the reader's language: ours, and those of specs that have translations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of ours. `values` fill the names between its braces; `plural` is for other counts than one."""

    text: str
    values: "Mapping[str, Words | int]" = field(default_factory=dict[str, "Words | int"])
    plural: str | None = None
    count: int = 1

    def __str__(self) -> str:
        text = self.text if self.plural is None or self.count == 1 else self.plural
        return text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Told:
    """A text of a spec, with its translations by language."""

    text: str
    translations: Mapping[str, str]

    def __str__(self) -> str:
        return self.text


Words: TypeAlias = str | Said | Told


def say(text: str, /, **values: "Words | int") -> Said:
    """A phrase of ours with values in it."""
    return Said(text, values)


def counted(one: str, many: str, count: int, /, **values: "Words | int") -> Said:
    """A phrase with `{count}` in it."""
    return Said(one, {"count": count, **values}, many, count)


def both(parts: Sequence[Words]) -> Words:
    """Phrases that hold together, of which there is one at least: `a and b and c`."""
    first, *others = parts
    return say("{first} and {second}", first=first, second=both(others)) if others else first
