"""Formats that write a moment, and the time zone that they are read in."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode
from connectory.model import MOMENTS, TypeName

from ._names import listing, quoted
from ._read import text, text_at
from ._types import in_words

FORMAT_OF_ANOTHER_TYPE = Code(
    "R115",
    "format-of-another-type",
    "Some formats are ways to write a text, and some count from 1970 and are integers.",
    "input: {since: {type: string, format: unixtime}}",
    "input: {since: {type: integer, format: unixtime}}",
)
ZONE = Code(
    "R116",
    "zone",
    "`zone` is the tz database name of the time zone in which an API reads moments without an offset. It stands beside "
    "a `format` that writes a moment.",
    "input: {start: {type: string, format: date-time-minute, zone: Kyiv}}",
    "input: {start: {type: string, format: date-time-minute, zone: Europe/Kyiv}}",
)


def check_moment(node: MappingNode, types: tuple[TypeName, ...], found: Diagnostics) -> None:
    """Report a format that writes values of another type, and a zone that says nothing."""
    name, written, zone = text_at(node, "format"), node.get("format"), node.get("zone")
    wanted: TypeName = "integer" if name is not None and MOMENTS.get(name) == "integer" else "string"
    if written is not None and types and wanted not in types:
        message = f"`{name}` writes {in_words((wanted,))}, but the type is {in_words(types)}"
        found.error(FORMAT_OF_ANOTHER_TYPE, written.span, message, hint=f"write `type: {wanted}`")
    if zone is None:
        return
    if name not in MOMENTS:
        hint = f"add `format`: {listing(MOMENTS, 'or')}"
        found.error(ZONE, zone.span, "without a moment there is nothing to read in a time zone", hint=hint)
    elif not _is_zone(text(zone)):
        message = f"{quoted(text(zone))} is no time zone"
        found.error(ZONE, zone.span, message, hint="write a name such as `Europe/Kyiv`")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
