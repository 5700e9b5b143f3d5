"""Stable diagnostic codes and the text behind `connectory explain`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem.

    Creating a code registers it; codes are created once, as module constants, next to the check
    that reports them.

    Args:
        id: `Y` (YAML), `S` (structure), `R` (references and resolution), `A` (rules over actions) or
            `F` (features), then three digits. Never reused.
        name: kebab-case, for people.
        explanation: Markdown, what is wrong and why it matters.
        bad: a smallest YAML text that has the problem.
        good: the same text without it.
    """

    id: str
    name: str
    explanation: str
    bad: str = ""
    good: str = ""

    def __post_init__(self) -> None:
        if _REGISTRY.setdefault(self.id, self) is not self:
            raise ValueError(f"diagnostic code {self.id} is taken by {_REGISTRY[self.id].name}")

    def __str__(self) -> str:
        return self.id


_REGISTRY: dict[str, Code] = {}


def all_codes() -> tuple[Code, ...]:
    """Every registered code, by id. Complete once `connectory.pipeline` is imported."""
    return tuple(_REGISTRY[key] for key in sorted(_REGISTRY))


def find_code(text: str) -> Code | None:
    """The code with this id or name, in any case; `None` when there is none."""
    wanted = text.strip().lower()
    return next((code for code in all_codes() if wanted in (code.id.lower(), code.name)), None)
