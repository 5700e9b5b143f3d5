"""What a page says of lists that come in pages."""

from connectory.model import Action


def paging_notes(action: Action) -> tuple[str, ...]:
    """One sentence for a paged action, none for others."""
    if action.pagination is None:
        return ()
    size = f" of up to {action.pagination.max} items" if action.pagination.max is not None else ""
    return (f"The list comes in pages{size}. The Python clients ask for each when it is needed.",)
