"""From an answer to the type that an action returns. A surprise is kept, never an error."""

from __future__ import annotations

import logging
from functools import cached_property
from importlib import import_module
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_args, get_origin

from ._action import Action, AnswerKind
from ._alias import unaliased
from ._answer import Answer
from ._composite_action import Composite
from ._failure import illegible
from ._message import RawResponse
from ._reference import follow, look_up
from ._unset import UNSET

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_log = logging.getLogger("connectory")


class Decoder(Generic[T]):
    """Reads the answers of one action. The model is looked up and built when the first answer is there."""

    def __init__(self, action: Action[Any] | Composite[Any], part: str | None = None) -> None:
        self._action = action
        self._announced: AnswerKind | None = action.answers if part is None else None
        self._returns = action.returns if part is None else part
        self._at = action.returns_at if isinstance(action, Action) and part is None else None
        self._told = False

    def answer(self, raw: RawResponse) -> Answer:
        """The answer, to be read as what the action announces."""
        return Answer(raw, self._announced)

    def legible(self, answer: Answer) -> Answer:
        """The answer, unless it is no answer of the API at all.

        Raises:
            InvalidResponse: for JSON that ends too early, and for a web page in place of JSON.
        """
        if (damage := answer.damage) is not None:
            raise illegible(self._action, answer, damage)
        return answer

    def decode(self, answer: Answer) -> T:
        """The answer as the type that the action returns; as near to it as possible if it is a surprise.

        Raises:
            InvalidResponse: as `legible` does.
        """
        if self._at is not None:
            return self._part(self.legible(answer), self._at)
        if self._announced == "file":
            from ._download import Download

            return cast("T", Download.of(answer.raw))
        if self._adapter is None:
            return cast("T", self.legible(answer).value)
        from pydantic import ValidationError  # slow to import, and not needed by calls that end above

        try:
            return self._adapter.validate_json(answer.raw.content)
        except ValidationError:
            pass
        return self.shape(self.legible(answer).value)

    def shape(self, value: Any) -> T:
        """JSON data as the type, or as near to it as possible if it is a surprise."""
        if self._adapter is None:
            return cast("T", value)
        from pydantic import ValidationError

        from ._lenient import keep

        try:
            return self._adapter.validate_python(value)
        except ValidationError as error:
            self._tell(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"])
        return cast("T", keep(self._type, value))

    def nothing(self) -> Any:
        """What `data` holds when a call failed: the empty value of what was announced, `None` where that is open."""
        match self._announced:
            case "object" | "file":
                return {}
            case "list":
                return []
            case "text":
                return ""
            case None:
                return None

    def _part(self, answer: Answer, at: str) -> T:
        """The part that a reference leads to. A list may come without what was announced around it, or in pieces."""
        found = look_up(at, {}, answer, succeeded=True)
        if found is not UNSET:
            return self.shape(found)
        kinds = (self._type, *get_args(self._type))
        if isinstance(whole := answer.json, list) and any(get_origin(kind) is list for kind in kinds):
            return self.shape(_joined(cast("list[Any]", whole), at))
        if self._type is None or NoneType in kinds:
            return cast("T", None)
        self._tell(())
        return cast("T", answer.value)

    @cached_property
    def _type(self) -> Any:
        """The declared type, `None` for none."""
        name = self._returns
        if not name:
            return None
        found = getattr(import_module(f"{self._action.connector.package}.models"), name)
        return unaliased(found)

    @cached_property
    def _adapter(self) -> TypeAdapter[T] | None:
        if self._type is None:
            return None
        from pydantic import TypeAdapter

        return TypeAdapter(self._type)

    def _tell(self, place: tuple[int | str, ...]) -> None:
        if not self._told:
            self._told = True
            _log.info(
                "%s.%s: an answer is not what its spec says, first at %s; it was kept as it came",
                self._action.connector.id,
                self._action.id,
                "/".join(map(str, place)) or "its root",
            )


def _joined(pieces: list[Any], at: str) -> list[Any]:
    """The items of all pieces. What does not have the part that a reference leads to is an item itself."""
    path = at.removeprefix("$output").removeprefix("$response.json").removeprefix(".")
    items: list[Any] = []
    for piece in pieces:
        part = follow(piece, path)
        items.extend(cast("list[Any]", part) if isinstance(part, list) else [piece if part is UNSET else part])
    return items
