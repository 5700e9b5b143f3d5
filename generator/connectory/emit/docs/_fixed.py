"""What every request of an action carries, as a note."""

import json
from collections.abc import Iterator

from connectory.model import Action, thaw


def fixed_notes(action: Action) -> Iterator[str]:
    """One line for all fixed values, if there are any."""
    values = [
        f"{item.wire}: {json.dumps(thaw(item.schema.const.value), ensure_ascii=False)}"
        for item in action.fixed
        if item.schema.const is not None
    ]
    if values:
        yield f"Every request carries {', '.join(values)}."
