"""The code and the message in the body of a refusal, in the shapes that APIs usually give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from ._answer import Answer
from ._reference import look_up
from ._text import one_line
from ._unset import UNSET

_MESSAGE_KEYS = ("message", "detail", "error_description", "errorMessage", "title", "description", "reason", "error")
_CODE_KEYS = ("code", "error_code", "errorCode")
_LONGEST = 500
_DEEPEST = 6
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the API says about a refusal, as far as it could be found."""

    code: str | None
    message: str | None


def find_explanation(
    answer: Answer, mask: Callable[[str], str], *, codes: Iterable[str] = (), messages: Iterable[str] = ()
) -> Explanation:
    """Code and message in a body that is JSON, text or a page. `mask` removes from them what must not be shown.

    `codes` and `messages` are references to where the API has them, to be tried before the usual places.
    """
    code = next(filter(None, (_text_at(reference, answer) for reference in codes)), "")
    message = next(filter(None, (_text_at(reference, answer) for reference in messages)), "")
    body = answer.json
    if body is UNSET:
        message = message or _page_title(answer.text)
    else:
        code, message = code or _code(body, 0), message or "; ".join(_messages(body, "", 0))
    return Explanation(one_line(mask(code), _LONGEST), one_line(mask(message), _LONGEST))


def _text_at(reference: str, answer: Answer) -> str:
    found = look_up(reference, {}, answer, succeeded=True)
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return str(found)
    return "; ".join(_messages(found, "", 0))


def _code(body: Any, depth: int) -> str:
    if not isinstance(body, dict) or depth > _DEEPEST:
        return ""
    members = cast("dict[str, Any]", body)
    for key in _CODE_KEYS:
        if isinstance(code := members.get(key), (str, int)) and not isinstance(code, bool):
            return str(code)
    error = members.get("error")
    if isinstance(error, str) and "error_description" in members:
        return error
    return _code(error, depth + 1)


def _messages(body: Any, name: str, depth: int) -> Iterator[str]:
    """Sentences in a body, each with the name of the field that it is about."""
    if depth > _DEEPEST:
        return
    match body:
        case str():
            if body.strip():
                yield f"{name}: {body}" if name else body
        case list():
            for item in cast("list[Any]", body)[:_LONGEST]:
                yield from _messages(item, name, depth + 1)
        case dict():
            yield from _messages_of(cast("dict[str, Any]", body), name, depth)
        case _:
            pass


def _messages_of(members: dict[str, Any], name: str, depth: int) -> Iterator[str]:
    sentences = (list(_messages(members.get(key), name, depth + 1)) for key in _MESSAGE_KEYS)
    told = next((found for found in sentences if found), None)
    yield from told or ()
    if "errors" in members:
        yield from _messages(members["errors"], name, depth + 1)
    elif not told:
        # What is left is a map from fields to complaints, as Django's REST framework writes it.
        for key, value in members.items():
            if isinstance(value, (list, dict)):
                inner = name if key == "non_field_errors" else f"{name}.{key}" if name else key
                yield from _messages(value, inner, depth + 1)


def _page_title(text: str) -> str:
    if not _MARKUP.match(text):
        return text
    title = _TITLE.search(text)
    return title[1] if title else ""
