"""Where something stands in a spec file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Lines and columns count from 1; a column is a Unicode character."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. `file` is relative to the project, with `/`; `end` is exclusive."""

    file: str
    start: Position
    end: Position

    def __str__(self) -> str:
        return f"{self.file}:{self.start.line}:{self.start.column}"

    @classmethod
    def whole_file(cls, file: str) -> "Span":
        """The first character of a file, for problems that concern all of it."""
        return cls(file, Position(1, 1), Position(1, 1))
