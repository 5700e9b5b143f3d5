"""What a page says of long lists."""

from connectory.model import Action, Batch

from ._said import Said, Words, both, say


def batch_notes(action: Action) -> tuple[Said, ...]:
    """How a long list is sent, and what is told of its items; nothing for other actions."""
    if (batch := action.batch) is None:
        return ()
    lists = " / ".join(batch.over)
    limit: Words = say("{size} items", size=f"{batch.size:,}")
    if batch.bytes is not None:
        limit = both([limit, say("{size} bytes", size=f"{batch.bytes:,}")])
    how = say(
        "{lists} may have any number of items. A request takes {limit}; a longer list is sent in several, within the "
        "rate limits. The Python clients return what came of each item: done, failed, or not known.",
        lists=lists,
        limit=limit,
    )
    option = say(
        "With the option journal, a file keeps what was sent, and the same call goes on there after a crash. "
        "on_progress is called after each request."
    )
    return how, _told(batch), option


def _told(batch: Batch) -> Said:
    entries = batch.entries
    if entries is None:
        return say("The answer says nothing of single items: all of a request are done when it is.")
    at = ".".join(entries.at.path) or str(entries.at)
    if entries.match is None:
        return say("What came of single items is read from {at}, in the order of the items.", at=at)
    if not entries.match:
        return say("{at} tells of items that failed, and not which they are.", at=at)
    members = ", ".join(".".join(item.path) for item, _ in entries.match)
    return say("What came of single items is read from {at}, by {members}.", at=at, members=members)
