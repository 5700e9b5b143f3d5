"""What a page says of lists that come in pages."""

from connectory.model import Action

from ._said import Said, counted, say


def paging_notes(action: Action) -> tuple[Said, ...]:
    """How long pages are and who asks for them, for a paged action; nothing for others."""
    if action.pagination is None:
        return ()
    most = action.pagination.max
    length = (
        say("The list comes in pages.")
        if most is None
        else counted(
            "The list comes in pages of up to {count} item.", "The list comes in pages of up to {count} items.", most
        )
    )
    return (length, say("Methods of the Python clients ask for each page when it is needed; execute returns one page."))
