"""For GitHub Actions: workflow commands, which become annotations of a pull request."""

from collections.abc import Iterable

from connectory.diagnostics import Diagnostic


def github(found: Iterable[Diagnostic]) -> str:
    """One line for each problem."""
    return "\n".join(map(_command, found))


def _command(item: Diagnostic) -> str:
    span = item.span
    properties = {"file": span.file, "line": span.line, "endLine": span.end_line, "col": span.column}
    if span.end_line == span.line:
        properties["endColumn"] = span.end_column
    properties["title"] = f"{item.code.id} {item.code.name}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    notes = (f"{note.span}: {note.message}" for note in item.notes)
    parts = [item.message, *notes, *([f"hint: {item.hint}"] if item.hint else [])]
    return f"::{item.severity} {listed}::{_data(chr(10).join(parts))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
