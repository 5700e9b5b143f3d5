"""The code and the message in the body of a refusal, in the shapes that APIs usually give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from ._answer import Answer
from ._unset import UNSET

_MESSAGE_KEYS = ("message", "detail", "error_description", "errorMessage", "title", "description", "reason", "error")
_CODE_KEYS = ("code", "error_code", "errorCode")
_LONGEST = 500
_DEEPEST = 6
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|head|body)\b", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the API says about a refusal, as far as it could be found."""

    code: str | None
    message: str | None


def find_explanation(answer: Answer) -> Explanation:
    """Code and message in a body that is JSON, text or a page."""
    body = answer.json
    if body is UNSET:
        return Explanation(None, _tidy(_page_title(answer.text)))
    return Explanation(_code(body, 0), _tidy("; ".join(_messages(body, "", 0))))


def _code(body: Any, depth: int) -> str | None:
    if not isinstance(body, dict) or depth > _DEEPEST:
        return None
    members = cast("dict[str, Any]", body)
    for key in _CODE_KEYS:
        if isinstance(code := members.get(key), (str, int)) and not isinstance(code, bool):
            return _tidy(str(code))
    error = members.get("error")
    if isinstance(error, str) and "error_description" in members:
        return _tidy(error)
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
    for key in _MESSAGE_KEYS:
        found = list(_messages(members.get(key), name, depth + 1))
        if found:
            yield from found
            break
    else:
        if "errors" in members:
            yield from _messages(members["errors"], name, depth + 1)
            return
        # What is left is a map from fields to complaints, as Django's REST framework writes it.
        for key, value in members.items():
            if isinstance(value, (list, dict)):
                inner = name if key == "non_field_errors" else f"{name}.{key}" if name else key
                yield from _messages(value, inner, depth + 1)
        return
    if isinstance(errors := members.get("errors"), (list, dict)):
        yield from _messages(errors, name, depth + 1)


def _page_title(text: str) -> str:
    if not _MARKUP.match(text):
        return text
    title = _TITLE.search(text)
    return title[1] if title else ""


def _tidy(text: str) -> str | None:
    """One line without control characters, cut when it is long: others wrote it, and terminals will show it."""
    line = " ".join(_UNPRINTABLE.sub(" ", text[: 4 * _LONGEST]).split())
    return (f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line) or None
