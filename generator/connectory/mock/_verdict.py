"""Answers by whose content the spec tells success from failure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from connectory.model import Action, Condition, ErrorRule, ExampleResponse, Reference, thaw
from connectory.model.reference import place_in

from ._message import Pairs
from ._parts import ABSENT


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as conditions see it; `json` is `ABSENT` when there is none."""

    status: int
    headers: Pairs
    text: str
    json: Any


def said_by(response: ExampleResponse) -> Said:
    """The answer of an example."""
    body = thaw(response.body) if response.has_body else ABSENT
    return Said(response.status, response.headers, response.text or "", body)


def is_failure(action: Action, said: Said) -> bool:
    """Whether an answer with a status of 2xx says that it failed."""
    if not all(holds(condition, said) for condition in action.success_when):
        return True
    return bool(action.error_when) and all(holds(condition, said) for condition in action.error_when)


def as_success(action: Action, body: Any) -> Any:
    """A made up body, changed so that it does not say that the call failed, as far as that lies in the body."""
    body = as_met(body, action.success_when)
    if action.error_when and is_failure(action, Said(200, (), "", body)):
        for condition in action.error_when:
            body = _without(body, _path(condition.reference))
    entries = action.batch.entries if action.batch is not None else None
    # Where only items that failed have entries, there are none.
    return body if entries is None or entries.failed else place(body, entries.at, [])


def as_failure(action: Action, body: Any) -> Any:
    """A made up body, changed so that it says that the call failed, as far as that lies in the body."""
    body = as_met(body, action.error_when)
    if not is_failure(action, Said(200, (), "", body)):
        for condition in action.success_when:
            body = _without(body, _path(condition.reference))
    return body


def explained_by(row: ErrorRule, said: Said) -> bool:
    """Whether an answer is what a row of an error table looks for."""
    return all(holds(condition, said) for condition in row.when)


def as_explained(row: ErrorRule, body: Any) -> Any:
    """A made up body, changed so that the row explains it, as far as that lies in the body."""
    return as_met(body, row.when)


def as_met(body: Any, conditions: Iterable[Condition]) -> Any:
    """A made up body, changed so that conditions hold for it, as far as that lies in the body."""
    for condition in conditions:
        body = _made_to_hold(body, condition)
    return body


def place(body: Any, reference: Reference, value: Any) -> Any:
    """The body with a value where a reference into JSON leads to; as it was for other references."""
    path = _path(reference)
    return body if path is None else _with(body, path, value)


def holds(condition: Condition, said: Said) -> bool:
    """Whether a condition holds for an answer."""
    found = found_in(condition.reference, said)
    if condition.empty is not None:
        return (found is ABSENT or found in (None, "", [], {})) is condition.empty
    return any(type(found) is type(value) and found == value for value in map(thaw, condition.values))


def found_in(reference: Reference, said: Said) -> Any:
    """What a reference into an answer leads to, `ABSENT` for nothing."""
    match reference.root:
        case "response.status":
            return said.status
        case "response.text":
            return said.text
        case "response.headers":
            (name,) = reference.path
            return next((value for key, value in said.headers if key.lower() == name.lower()), ABSENT)
        case _:
            return _follow(said.json, reference.path)


def _follow(value: Any, path: Iterable[str]) -> Any:
    for step in path:
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get(step, ABSENT)
        elif isinstance(value, list) and (at := place_in(items := cast("list[Any]", value), step)) is not None:
            value = items[at]
        else:
            return ABSENT
    return value


def _made_to_hold(body: Any, condition: Condition) -> Any:
    path = _path(condition.reference)
    if path is None or holds(condition, Said(200, (), "", body)):
        return body
    if condition.empty:
        return _without(body, path)
    return _with(body, path, "text" if condition.empty is False else thaw(condition.values[0]))


def _path(reference: Reference) -> tuple[str, ...] | None:
    return reference.path if reference.root in ("response.json", "output") else None


def _with(body: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    members = dict(cast("Mapping[str, Any]", body)) if isinstance(body, dict) else {}
    return members | {path[0]: _with(members.get(path[0]), path[1:], value)}


def _without(body: Any, path: tuple[str, ...] | None) -> Any:
    if not path or not isinstance(body, dict):
        return body
    members = cast("dict[str, Any]", body)
    rest = {name: value for name, value in members.items() if name != path[0]}
    return rest if len(path) == 1 else members | {path[0]: _without(members.get(path[0]), path[1:])}
