"""YAML text to nodes, on libyaml: its speed, but our own idea of what a value is."""

import yaml

from connectory.diagnostics import Code, Diagnostics, Span

from ._characters import check_text
from ._document import GivenUpError, read_document
from ._syntax import report_syntax
from .nodes import Node

NOT_UTF_8 = Code("Y003", "not-utf-8", "Spec files are UTF-8. Save the file in that encoding.")


def decode(data: bytes, file: str, found: Diagnostics) -> str | None:
    """The text of a file, without a byte order mark; reports bytes that are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        place = Span.point(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        found.error(NOT_UTF_8, place, message, hint="save the file as UTF-8")
        return None


def parse_text(text: str, file: str, found: Diagnostics) -> Node | None:
    """The node that a file holds; `file` is its path, for positions.

    It is there also when there are problems that leave its structure clear; `None` when there is none.
    """
    if not check_text(text, file, found):
        return None
    try:
        return read_document(yaml.parse(text, Loader=yaml.CLoader), file, found)
    except yaml.YAMLError as error:
        report_syntax(error, text, file, found)
    except GivenUpError:
        pass  # What made the rest unreadable has been reported.
    return None
