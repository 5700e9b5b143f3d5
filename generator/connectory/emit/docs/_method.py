"""The method of an action in the Python clients: what it takes, and what it returns."""

from collections.abc import Iterator

from connectory.model import Action, Each, EnvelopeObject, EnvelopeValue, Wait, follow
from connectory.model.answer import answer_kind
from connectory.naming import member_names, parameter_name

from ._fields import FieldView
from ._said import Said, say
from ._shapes import Entities


def signature_of(action: Action) -> str:
    """The method without types, as a line of Python. Parameters that are never sent are left out."""
    given = [(parameter_name(item.name), item.required) for item in action.parameters if not item.ignored]
    arguments = [name if required else f"{name}=UNSET" for name, required in given]
    return f"{action.id}({', '.join(('*', *arguments, 'options=None'))})"


def returned_notes(action: Action, entities: Entities, members: tuple[FieldView, ...]) -> Iterator[Said]:
    """What `execute` and the method return. `members` are the rows inside of what the method returns."""
    yield say("`execute` returns this envelope.")
    yield _returned(action, entities)
    for wire, python in _renamed(members):
        yield say(
            "In Python, members are named in snake case: {wire} is {python}.", wire=f"`{wire}`", python=f"`{python}`"
        )
        return


def _returned(action: Action, entities: Entities) -> Said:
    if action.pagination is not None:
        return say("The method returns `Pages`: iterate over it for all items, or over its `.pages()`.")
    if action.wait is not None:
        return _started(action.wait, is_batch=action.batch is not None)
    if action.batch is not None:
        return say(
            "The method returns a `Batch`: each item is in `succeeded`, `failed` or `unknown`; `answers` has what the "
            "API answered."
        )
    if isinstance(action.composite, Each):
        return say("The method returns `Outcomes`: each item is in `succeeded`, `failed` or `unknown`.")
    if action.returns is None and answer_kind(action.output, entities) == "file":
        return say("The method returns a `Download`: the bytes, with their name and type.")
    if action.returned is not None and follow(action.returned, entities).types == ("null",):
        return say("The method returns `None`.")
    part = _part(action, entities)
    if part is None:
        return say("The method returns the whole answer of the API.")
    return say("The method returns {part} alone.", part=f"`{part}`")


def _started(wait: Wait, *, is_batch: bool) -> Said:
    action = f"`{wait.action}`"
    if is_batch:
        return say(
            "The method returns a `BatchJob`: `result` tells what came of each item, and `wait()` returns what "
            "{action} answers.",
            action=action,
        )
    return say(
        "The method returns a `Job`: `result` is the answer, and `wait()` returns what {action} answers.",
        action=action,
    )


def _part(action: Action, entities: Entities) -> str | None:
    """Where in the envelope that stands which the method returns; nothing when it is not in there."""
    data = next((field.value for field in action.envelope if field.name == "data"), None)
    if (reference := action.returns) is not None:
        in_data = data is None and reference.root in ("output", "response.json")
        return ".".join(("data", *reference.path)) if in_data else str(reference)
    is_text = answer_kind(action.output, entities) == "text"
    match data:
        case None:
            return "data"
        case EnvelopeValue():
            return "data" if _is_whole(data, is_text=is_text) else None
        case EnvelopeObject(members=members):
            return next((f"data.{name}" for name, item in members if _is_whole(item, is_text=is_text)), None)


def _is_whole(value: EnvelopeValue, *, is_text: bool) -> bool:
    """Whether a value of the envelope is the whole answer."""
    root = value.reference.root
    return root == "response.text" if is_text else root == "response.json" and not value.reference.path


def _renamed(members: tuple[FieldView, ...]) -> Iterator[tuple[str, str]]:
    """Members that have another name in Python than on the wire, with both."""
    python = member_names(str(item.name) for item in members if item.named)
    for item in members:
        name = str(item.name)
        if item.named and python[name] != name:
            yield name, python[name]
        yield from _renamed(item.members)
