"""Where something stands in a spec file."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of one file. `file` is relative to the project, with `/`.

    Lines and columns count from 1; a column is a Unicode character. The end is exclusive.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def start(self) -> "Span":
        """Where it begins, without any length."""
        return self.point(self.file, self.line, self.column)

    @classmethod
    def point(cls, file: str, line: int, column: int, length: int = 0) -> "Span":
        """Some characters of one line."""
        return cls(file, line, column, line, column + length)

    @classmethod
    def whole_file(cls, file: str) -> "Span":
        """The first character of a file, for problems that concern all of it."""
        return cls.point(file, 1, 1)
