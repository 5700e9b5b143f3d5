"""The lives of jobs that clients start: some answers that they are running, then one that they are done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from connectory.model import Action, Condition, Connector, JsonObject, Reference, Schema, Wait, freeze, thaw

from ._encode import expected_parts
from ._message import MockResponse
from ._parts import ABSENT, Parts, same_parts
from ._reply import json_reply
from ._verdict import Said, as_met, found_in, holds, is_failure, place, said_by
from .sample import sample

_RUNNING = 2
"""How often the mock says that a job is running."""


@dataclass(slots=True)
class _Life:
    wait: Wait
    question: Parts
    asked: int = 0


class Jobs:
    """The jobs of one connector that were started here. Questions about others are not answered."""

    def __init__(self, connector: Connector) -> None:
        self._actions = {action.id: action for action in connector.actions}
        self._named = connector.entities
        self._lives: list[_Life] = []
        self._lock = Lock()

    def begin(self, action: Action, response: MockResponse) -> None:
        """Begin the life of the job that a call started with this answer, if it started one.

        A job that is found by the input of the call has no life.
        """
        said = _said(response)
        if action.wait is None or not 200 <= said.status < 300 or is_failure(action, said):
            return
        values = {item.name: _value(item.value, said) for item in action.wait.arguments}
        if ABSENT in values.values():
            return
        question = expected_parts(self._actions[action.wait.action], JsonObject(values))
        with self._lock:
            self._lives = [life for life in self._lives if not same_parts(life.question, question)]
            self._lives.append(_Life(action.wait, question))

    def tell(self, action: Action, parts: Parts) -> MockResponse | None:
        """What becomes of a job; `None` when the question is about no job that was started here."""
        with self._lock:
            life = next((life for life in self._lives if self._is_about(life, action, parts)), None)
            if life is None:
                return None
            life.asked += 1
            running = life.asked <= _RUNNING
        wait, body = life.wait, self._body(action, life.wait, running=running)
        return json_reply(200, _as_running(body, wait, self._named) if running else as_met(body, wait.done), "job")

    def _is_about(self, life: _Life, action: Action, parts: Parts) -> bool:
        return life.wait.action == action.id and same_parts(parts, life.question)

    def _body(self, action: Action, wait: Wait, *, running: bool) -> Any:
        """An example of such an answer, else one made up."""
        for example in action.examples:
            said = said_by(example.response)
            if example.response.has_body and _is_running(wait, said) is running and not _has_failed(wait, said):
                return thaw(example.response.body)
        return sample(action.output, self._named) if action.output is not None else {}


def _value(value: Any, said: Said) -> Any:
    if not isinstance(value, Reference):
        return value
    found = found_in(value, said) if value.root != "input" else ABSENT
    return ABSENT if found in (ABSENT, None) else freeze(found)


def _said(response: MockResponse) -> Said:
    try:
        body = json.loads(response.body)
    except ValueError:
        body = ABSENT
    return Said(response.status, response.headers, response.body.decode(errors="replace"), body)


def _is_running(wait: Wait, said: Said) -> bool:
    return not all(holds(condition, said) for condition in wait.done) and not _has_failed(wait, said)


def _has_failed(wait: Wait, said: Said) -> bool:
    return bool(wait.failed) and all(holds(condition, said) for condition in wait.failed)


def _as_running(body: Any, wait: Wait, named: Mapping[str, Schema]) -> Any:
    """A body, changed so that the job is neither done nor failed, as far as that lies in the body."""
    if _is_running(wait, Said(200, (), "", body)):
        return body
    final = [value for condition in (*wait.done, *wait.failed) for value in condition.values]
    for condition in (*wait.done, *wait.failed):
        if condition.empty is None:
            body = place(body, condition.reference, _another(condition, final, named))
        else:
            body = as_met(body, (Condition(reference=condition.reference, values=(), empty=not condition.empty),))
    return body


def _another(condition: Condition, final: list[Any], named: Mapping[str, Schema]) -> Any:
    """A value that does not end a job: one of the enum, else one made up."""
    schema = condition.reference.schema
    while schema.ref is not None:
        schema = named[schema.ref]
    allowed = (thaw(item.value) for item in schema.enum if item.value not in final)
    first = final[0]
    match first:
        case bool():
            made_up: Any = not first
        case int() | float():
            made_up = min(value for value in final if isinstance(value, int | float)) - 1
        case _:
            made_up = "running"
    return next(allowed, made_up)
