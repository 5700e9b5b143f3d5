"""What `execute` returns: one shape for every action, also when the call failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ._action import EnvelopeField
from ._answer import Answer
from ._errors import ActionError
from ._listed import as_list
from ._reference import look_up
from ._unset import UNSET


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outcome of an action.

    `data` is plain JSON, as the API answered; it is empty when the call failed. `error` says what went
    wrong and `exception` is the error that a typed call would have raised; both are `None` when nothing did.
    Members that the action declares beyond these are attributes too.
    """

    data: Any
    error: str | None
    successful: bool
    exception: ActionError | None = field(default=None, repr=False, compare=False)
    extras: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __getattr__(self, name: str) -> Any:
        # `extras` itself is looked up here while a copy is being made and nothing is set.
        if name != "extras" and name in self.extras:
            return self.extras[name]
        raise AttributeError(f"the envelope has no member {name!r}")

    def to_dict(self) -> dict[str, Any]:
        """The envelope as JSON data. `error` is absent when nothing went wrong."""
        error = {} if self.error is None else {"error": self.error}
        return {"data": self.data, **error, "successful": self.successful, **self.extras}


def members_of(
    fields: tuple[EnvelopeField, ...], values: Mapping[str, Any], answer: Answer | None, *, succeeded: bool
) -> dict[str, Any]:
    """The declared members of an envelope that have a value or something to stand in for it."""
    members: dict[str, Any] = {}
    for declared in fields:
        of_object = not isinstance(declared.value, str)
        references = declared.value if not isinstance(declared.value, str) else {declared.name: declared.value}
        found = {
            name: look_up(reference, values, answer, succeeded=succeeded) for name, reference in references.items()
        }
        present = {name: declared.empty.get(name, UNSET) if value is UNSET else value for name, value in found.items()}
        present = {
            name: as_list(value) if name in declared.lists else value
            for name, value in present.items()
            if value is not UNSET
        }
        members.update({declared.name: present} if of_object else present)
    return members
