"""What a page says of long lists."""

from connectory.model import Action, Batch


def batch_notes(action: Action) -> tuple[str, ...]:
    """How a long list is sent, and what is told of its items; nothing for other actions."""
    if (batch := action.batch) is None:
        return ()
    lists = " or ".join(batch.over)
    size = f" and of {batch.bytes:,} bytes" if batch.bytes is not None else ""
    how = (
        f"{lists} may have any number of items. A request takes {batch.size:,}{size}; a longer list is sent in "
        "several, within the rate limits. The Python clients return what came of each item: done, failed, or not known."
    )
    option = (
        "With the option journal, a file keeps what was sent, and the same call goes on there after a crash. "
        "on_progress is called after each request."
    )
    return how, _told(batch), option


def _told(batch: Batch) -> str:
    entries = batch.entries
    if entries is None:
        return "The answer says nothing of single items: all of a request are done when it is."
    if entries.match is None:
        whose = "in the order of the items"
    elif not entries.match:
        whose = "without saying which item they belong to"
    else:
        whose = f"by {' and '.join('.'.join(item.path) for item, _ in entries.match)}"
    return f"What came of single items is read from {'.'.join(entries.at.path) or 'the answer'}, {whose}."
