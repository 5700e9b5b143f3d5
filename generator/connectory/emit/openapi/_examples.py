"""Examples under names that are unique in a document."""

from connectory.model import Action, Example


def named_examples(action: Action) -> dict[str, Example]:
    """The examples of an action in their order. A name is the action's id and the example's number there, from 1."""
    return {f"{action.id}_{number}": example for number, example in enumerate(action.examples, 1)}
