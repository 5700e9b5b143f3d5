"""What an action made of other actions calls, in words."""

from typing import assert_never

from connectory.model import Choose, Composite, Each, Steps, called_by

from ._said import Said, say


def calls_text(composite: Composite | None) -> tuple[Said, tuple[str, ...]] | None:
    """How the others are called, and their ids; `None` for an action with a request of its own."""
    names = called_by(composite)
    match composite:
        case None:
            return None
        case Choose():
            return say("one of these, by the input:"), names
        case Each(over=over):
            return say("for every item of {over}, also when one fails:", over=over), names
        case Steps():
            return say("one after the other:"), names
        case _:
            assert_never(composite)
