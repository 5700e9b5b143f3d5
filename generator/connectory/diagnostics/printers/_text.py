"""For people: each problem with the line that it is in, and a caret below the place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from connectory.diagnostics import Diagnostic, Severity, Span

from ._visible import cells, visible, width

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}
_SHOWN = 120
"""How many characters of a line are shown. Of a longer one it is those around where the problem begins."""


def text(found: Iterable[Diagnostic], texts: Mapping[str, str], *, color: bool = False) -> str:
    """Every problem, and how many there are; nothing when there are none.

    Args:
        found: the problems in the order in which they are shown.
        texts: the text of each file by its path; a problem in another file is shown without its line.
        color: whether to use the colours of a terminal.
    """
    problems = tuple(found)
    if not problems:
        return ""
    printer = _Printer(texts, color=color)
    return "\n\n".join([*("\n".join(printer.problem(item)) for item in problems), _summary(problems)])


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """A source line, or the part of it that is shown, and the underline that belongs to it."""

    number: int
    line: str
    underline: str


class _Printer:
    def __init__(self, texts: Mapping[str, str], *, color: bool) -> None:
        self._texts = texts
        self._color = color
        self._lines: dict[str, list[str]] = {}

    def problem(self, item: Diagnostic) -> Iterator[str]:
        severity = self._paint(f"{item.severity}[{item.code.id} {item.code.name}]", "1", _COLORS[item.severity])
        yield f"{visible(str(item.span))}: {severity}: {self._paint(visible(item.message), '1')}"
        excerpt = self._excerpt(item.span)
        gutter = " " * len(str(excerpt.number)) if excerpt else " "
        if excerpt:
            yield f"  {excerpt.number} | {excerpt.line}"
            yield f"  {gutter} | {self._paint(excerpt.underline, '1', _COLORS[item.severity])}"
        for note in item.notes:
            yield f"  {gutter} = {visible(str(note.span))}: {visible(note.message)}"
        if item.hint:
            yield f"  {gutter} = {self._paint('hint:', '1', '36')} {visible(item.hint)}"

    def _excerpt(self, span: Span) -> _Excerpt | None:
        lines = self._lines_of(span.file)
        if span == Span.whole_file(span.file) or span.line > len(lines):
            return None
        line = lines[span.line - 1]
        start = min(span.column - 1, len(line))
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        first = max(0, start - _SHOWN // 2) if len(line) > _SHOWN else 0
        last = first + _SHOWN
        before = "…" * (first > 0) + _printed(line[first:start])
        marked = _printed(line[start : min(end, last)])
        after = _printed(line[min(end, last) : last]) + "…" * (len(line) > last)
        underline = " " * width(before) + "^" * max(1, width(marked.rstrip()))
        return _Excerpt(span.line, f"{before}{marked}{after}".rstrip(), underline)

    def _lines_of(self, file: str) -> list[str]:
        if file not in self._lines:
            # Not `splitlines`: positions count line feeds only.
            lines = self._texts[file].split("\n") if file in self._texts else []
            self._lines[file] = [line.removesuffix("\r") for line in lines]
        return self._lines[file]

    def _paint(self, part: str, *styles: str) -> str:
        return f"\x1b[{';'.join(styles)}m{part}\x1b[0m" if self._color else part


def _printed(part: str) -> str:
    return "".join(map(cells, part))


def _summary(problems: tuple[Diagnostic, ...]) -> str:
    counts = [
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity in Severity
        if (count := sum(item.severity is severity for item in problems))
    ]
    files = len({item.span.file for item in problems})
    return f"Found {' and '.join(counts)} in {files} file{'s' if files != 1 else ''}."
