"""Examples under names that are unique in a document."""

from dataclasses import dataclass

from connectory.model import Action, ExampleRequest, ExampleResponse


@dataclass(frozen=True, slots=True)
class ShownExample:
    """An example of an action. `name` is the action's id and the example's number there, from 1."""

    name: str
    title: str
    request: ExampleRequest | None
    response: ExampleResponse


def shown_examples(action: Action) -> tuple[ShownExample, ...]:
    """The examples of an action in their order."""
    return tuple(
        ShownExample(f"{action.id}_{number}", example.title, example.request, example.response)
        for number, example in enumerate(action.examples, 1)
    )
