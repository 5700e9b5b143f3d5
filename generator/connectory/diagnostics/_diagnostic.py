"""One problem, and the growing set of them that a run reports at its end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ._code import Code
from ._span import Span


class Severity(StrEnum):
    """How bad a problem is, as SARIF and GitHub call it too. An error stops the build; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that explains a problem, such as the first of two duplicates."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem at one place.

    `message` says what is wrong in one sentence without a final full stop; `hint` says what to do.
    """

    code: Code
    severity: Severity
    span: Span
    message: str
    hint: str | None = None
    notes: tuple[Note, ...] = ()


class Diagnostics:
    """Collects problems. Iterating gives them without repeats, sorted by file, place and code."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found: set[Diagnostic] = set(found)

    def error(
        self, code: Code, span: Span, message: str, *, hint: str | None = None, notes: Iterable[Note] = ()
    ) -> None:
        """Add a problem that stops the build."""
        self._found.add(Diagnostic(code, Severity.ERROR, span, message, hint, tuple(notes)))

    def warning(
        self, code: Code, span: Span, message: str, *, hint: str | None = None, notes: Iterable[Note] = ()
    ) -> None:
        """Add a problem that the author should know of."""
        self._found.add(Diagnostic(code, Severity.WARNING, span, message, hint, tuple(notes)))

    def extend(self, others: Iterable[Diagnostic]) -> None:
        """Add problems found elsewhere."""
        self._found.update(others)

    @property
    def has_errors(self) -> bool:
        return any(item.severity is Severity.ERROR for item in self._found)

    def raise_if_errors(self) -> None:
        """Stop here if anything found so far is an error.

        Raises:
            SpecError: with everything found so far, warnings included.
        """
        if self.has_errors:
            raise SpecError(tuple(self))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda item: (item.span, item.code.id, item.message)))

    def __len__(self) -> int:
        return len(self._found)


class SpecError(Exception):
    """The specs cannot be compiled. `diagnostics` holds every problem that was found, sorted."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        errors = sum(item.severity is Severity.ERROR for item in diagnostics)
        super().__init__(f"{errors} error{'s' if errors != 1 else ''} in specs")
