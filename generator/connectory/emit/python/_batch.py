"""What the runtime needs to know to send a long list in parts."""

from connectory.model import Batch, Entries, Reference

from ._conditions import conditions_expression
from ._literals import call, literal, mapping, values


def split_declaration(batch: Batch) -> str:
    """`Split(…)`."""
    arguments = {"over": values(batch.over), "size": literal(batch.size)}
    if batch.bytes is not None:
        arguments["bytes"] = literal(batch.bytes)
    if batch.entries is not None:
        arguments["entries"] = _entries(batch.entries)
    return call("Split", arguments)


def _entries(entries: Entries) -> str:
    arguments = {"at": literal(str(entries.at))}
    if entries.match is not None:
        arguments["match"] = mapping({_path(item): literal(_path(entry)) for item, entry in entries.match})
    if entries.failed:
        arguments["failed"] = conditions_expression(entries.failed)
    if entries.message is not None:
        arguments["message"] = literal(_path(entries.message))
    return call("Entries", arguments)


def _path(reference: Reference) -> str:
    return ".".join(reference.path)
