"""A request taken apart by place, and how two of them are compared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Literal, NoReturn

from connectory.model import Action, is_binary

from ._message import MockRequest, Pairs, RefusedError, Violation
from ._multipart import SentFile, read_multipart
from ._percent import decode_pairs


class Absent(Enum):
    """Nothing was sent, which is not the same as null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Texts by place; `body` is parsed JSON, or a body that is none. `headers` have lower-case names."""

    path: Mapping[str, str]
    query: Pairs = ()
    headers: Pairs = ()
    cookies: Pairs = ()
    form: Pairs = ()
    files: tuple[SentFile, ...] = ()
    body: Any = ABSENT


def read_head(request: MockRequest, path: Mapping[str, str]) -> Parts:
    """Everything but the body.

    Raises:
        RefusedError: when the query or the cookies cannot be parsed.
    """
    return Parts(
        path=path,
        query=decode_pairs(request.query, "query"),
        headers=tuple((name.lower(), value) for name, value in request.headers),
        cookies=_cookies(request.header("Cookie") or ""),
    )


def read_body(request: MockRequest, head: Parts, action: Action) -> Parts:
    """The same parts with the body, parsed by what the action declares.

    Raises:
        RefusedError: when there is a body and should be none, when it cannot be parsed, and when its type is
            not the declared one.
    """
    kind = body_kind(action)
    if not request.body:
        return head
    match kind:
        case None:
            raise RefusedError(Violation("body", "unknown", "the action sends no body"))
        case "multipart":
            found = tuple(read_multipart(request))
            files = tuple(part for part in found if isinstance(part, SentFile))
            return replace(head, files=files, form=tuple(part for part in found if not isinstance(part, SentFile)))
        case "form":
            return replace(head, form=_form(request))
        case "bytes":
            return replace(head, body=request.body)
        case "text":
            return replace(head, body=_text(request, action))
        case "json":
            return replace(head, body=_json(request))


def body_kind(action: Action) -> Literal["json", "form", "multipart", "bytes", "text"] | None:
    """What kind of body the action sends."""
    sent = [parameter for parameter in (*action.parameters, *action.fixed) if not parameter.ignored]
    locations = {parameter.location for parameter in sent}
    whole = next((parameter.schema for parameter in sent if parameter.location == "body" and not parameter.wire), None)
    if "file" in locations:
        return "multipart"
    if whole is not None and (is_binary(whole) or whole.media_type is not None):
        return "bytes" if is_binary(whole) else "text"
    return "form" if "form" in locations else "json" if "body" in locations else None


def same_parts(sent: Parts, expected: Parts) -> bool:
    """Whether a request is the expected one. Headers that are not expected, such as `Accept`, do not count."""
    return (
        sent.path == expected.path
        and sorted(sent.query) == sorted(expected.query)
        and sorted(sent.cookies) == sorted(expected.cookies)
        and sorted(sent.form) == sorted(expected.form)
        and sent.files == expected.files
        and set(expected.headers) <= set(sent.headers)
        and same_json(sent.body, expected.body)
    )


def same_json(first: Any, second: Any) -> bool:
    """Equality of JSON, where `true` is not 1."""
    if first is ABSENT or second is ABSENT or isinstance(first, bytes) or isinstance(second, bytes):
        return bool(first == second)
    return json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)


def _cookies(text: str) -> Pairs:
    pairs = [part.strip().partition("=") for part in text.split(";") if part.strip()]
    if not all(name and equals for name, equals, _ in pairs):
        raise RefusedError(Violation("cookie", "encoding", "the header Cookie cannot be parsed"))
    return tuple((name, value) for name, _, value in pairs)


def _form(request: MockRequest) -> Pairs:
    _require_type(request, "application/x-www-form-urlencoded")
    try:
        text = request.body.decode("ascii")
    except UnicodeDecodeError:
        raise RefusedError(Violation("form", "encoding", "characters that must be percent-encoded")) from None
    return decode_pairs(text, "form")


def _text(request: MockRequest, action: Action) -> str:
    """The body as the text that the action sends."""
    declared = next(item.schema.media_type for item in action.parameters if item.location == "body" and not item.wire)
    _require_type(request, declared or "")
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise RefusedError(Violation("body", "encoding", "no text in UTF-8")) from None


def _json(request: MockRequest) -> Any:
    _require_type(request, "application/json")
    try:
        return _parse(request.body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(Violation("body", "encoding", f"not JSON: {error}")) from None


def _parse(body: bytes) -> Any:
    value = json.loads(
        body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
    )
    if b"\\u" in body:
        # Half of a surrogate pair can be escaped, but is no text.
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _require_type(request: MockRequest, expected: str) -> None:
    declared = request.header("Content-Type") or ""
    media, _, parameters = declared.partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media.strip().lower() != expected or charset not in ("", "charset=utf-8"):
        sent = f"{declared!r}" if declared else "none"
        raise RefusedError(Violation("header.Content-Type", "const", f"{expected} is expected, {sent} was sent"))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is there twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number that is too large")
    return number
