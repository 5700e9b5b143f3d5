"""Composites as a whole: whether they end, and whether they use what they are given."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, Choose, Composite, Each, Steps, called_by, inputs_of

from ._sending import MAPS_TO_NOTHING

CALLS_ITSELF = Code(
    "R310",
    "calls-itself",
    "An action made of other actions must not lead back to itself.",
    "choose: [{action: the_action_of_this_file}]",
    "choose: [{action: another_action}]",
)
CALLS_PAGED = Code(
    "R312",
    "calls-paged",
    "The pages of a list are asked for while a caller iterates. An action made of other actions has one answer, so of "
    "a list in pages it would hold the first page only and look complete. Callers go through the list themselves, or "
    "an action without `pagination` says what a single page is.",
    "# list_contacts.yaml says `pagination: rows`\nchoose: [{action: list_contacts}]",
    "# get_first_contacts.yaml has no parameter for the position, and no `pagination`\n"
    "choose: [{action: get_first_contacts}]",
)


def check_loops(actions: Mapping[str, Action], found: Diagnostics) -> None:
    """Report composites that lead back to themselves."""
    for action in actions.values():
        if action.composite is not None and action.id in _reached(action, actions):
            message = f"`{action.id}` leads back to itself"
            found.error(CALLS_ITSELF, action.composite.source, message, hint="call the endpoint's own action")


def check_pages(action: Action, actions: Mapping[str, Action], found: Diagnostics) -> None:
    """Report actions whose answers come in pages among those that `action` is made of."""
    for name in called_by(action.composite):
        target = actions.get(name)
        if action.composite is not None and target is not None and target.pagination is not None:
            message = f"`{name}` answers in pages, and only the first would be asked for"
            hint = "call an action without `pagination`, such as one that asks for the first page only"
            notes = (Note(target.at("pagination"), "its pages are declared here"),)
            found.error(CALLS_PAGED, action.composite.source, message, hint=hint, notes=notes)


def check_used(action: Action, composite: Composite, found: Diagnostics) -> None:
    """Report parameters of `action` that its `composite` does nothing with."""
    used = set(_used(composite))
    for parameter in action.parameters:
        if not parameter.ignored and parameter.name not in used:
            message = f"`{parameter.name}` is passed on to no action"
            hint = "use it under `with`, or mark it `ignored: true`"
            found.error(MAPS_TO_NOTHING, parameter.source, message, hint=hint)


def _reached(start: Action, actions: Mapping[str, Action]) -> set[str]:
    reached: set[str] = set()
    waiting = list(called_by(start.composite))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            target = actions.get(name)
            waiting.extend(called_by(target.composite) if target else ())
    return reached


def _used(composite: Composite) -> Iterator[str]:
    match composite:
        case Choose(branches=branches):
            for branch in branches:
                yield from (*branch.present, *(name for name, _ in branch.equals), *inputs_of(branch.arguments))
        case Each(over=over, arguments=arguments):
            yield from (over, *inputs_of(arguments))
        case Steps(steps=steps, result=result):
            for step in steps:
                yield from inputs_of(step.arguments)
            yield from inputs_of(result)
        case _:
            assert_never(composite)
