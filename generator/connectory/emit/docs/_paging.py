"""What a page says of lists that come in pages."""

from connectory.model import Action

from ._said import Said, counted, say


def paging_notes(action: Action) -> tuple[Said, ...]:
    """One sentence for a paged action, none for others."""
    if action.pagination is None:
        return ()
    if (most := action.pagination.max) is None:
        return (say("The list comes in pages. The Python clients ask for each when it is needed."),)
    return (
        counted(
            "The list comes in pages of up to {count} item. The Python clients ask for each when it is needed.",
            "The list comes in pages of up to {count} items. The Python clients ask for each when it is needed.",
            most,
        ),
    )
