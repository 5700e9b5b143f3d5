"""What a page says of lists that come in pages."""

from connectory.model import Action

from ._said import Said, counted, say


def paging_notes(action: Action) -> tuple[Said, ...]:
    """How long pages are and who asks for them, for a paged action; nothing for others."""
    if action.pagination is None:
        return ()
    most = action.longest_page or action.pagination.max
    length = (
        say("The list comes in pages.")
        if most is None
        else counted(
            "The list comes in pages of up to {count} item.", "The list comes in pages of up to {count} items.", most
        )
    )
    return (length, _asked(action.longest_page, action.pagination.limit or ""))


def _asked(most: int | None, limit: str) -> Said:
    if most is None:
        return say("Methods of the Python clients ask for each page when it is needed; execute returns one page.")
    return counted(
        "Methods of the Python clients ask for pages of {count} item unless {limit} is given, each when it is needed; "
        "execute returns one page.",
        "Methods of the Python clients ask for pages of {count} items unless {limit} is given, each when it is needed; "
        "execute returns one page.",
        most,
        limit=limit,
    )
