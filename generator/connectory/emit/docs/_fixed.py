"""What every request of an action carries, as a note."""

from collections.abc import Iterator

from connectory.model import Action

from ._said import Said, say
from ._shapes import value_text


def fixed_notes(action: Action) -> Iterator[Said]:
    """One line for all fixed values, if there are any."""
    consts = ((item.wire, item.schema.const) for item in action.fixed)
    values = [f"{wire}: {value_text(const.value)}" for wire, const in consts if const is not None]
    if values:
        yield say("Every request carries {values}.", values=", ".join(values))
