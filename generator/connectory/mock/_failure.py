"""What the API answers when something goes wrong there."""

from http import HTTPStatus
from typing import Any

from connectory.model import Action, Connector

from ._message import MockRequest, MockResponse, Pairs, RefusedError, Violation
from ._reply import example_reply, json_reply
from ._verdict import as_failure, is_failure, place, said_by

STATUS_HEADER = "X-Connectory-Mock-Status"
"""A request with this header is answered with a failure of that status; 200 for one that only the body tells."""

_LATER: Pairs = (("Retry-After", "1"),)


def demanded_status(request: MockRequest, action: Action) -> int | None:
    """The failure that the request asks for.

    Raises:
        RefusedError: when it is none between 400 and 599, nor 200 where answers tell success from failure.
    """
    text = request.header(STATUS_HEADER)
    if text is None:
        return None
    if text == "200" and (action.success_when or action.error_when):
        return 200
    if len(text) != 3 or not text.isascii() or not text.isdigit() or text[0] not in "45":
        raise RefusedError(Violation(f"header.{STATUS_HEADER}", "const", "a status between 400 and 599 is expected"))
    return int(text)


def fail(connector: Connector, action: Action, status: int, reason: str | None = None) -> MockResponse:
    """The action's example of that failure, or the usual words for it with the code of the error tables.

    Code and words are where the tables say that the API has them. `reason` is told instead of the usual words. The
    advice in the tables is for callers; no API would send it.
    """
    headers = _LATER if status in (429, 503) else ()
    for example in action.examples:
        if example.response.status == status and (status >= 300 or is_failure(action, said_by(example.response))):
            return example_reply(example.response, headers)
    rules = [*action.errors, *connector.errors]
    rules = [rule for rule in rules if rule.status in (None, status) and not rule.when]
    messages = [rule.message for rule in rules if rule.message is not None and rule.message.root == "response.json"]
    places = [rule.code_at for rule in rules if rule.code_at is not None and rule.code_at.root == "response.json"]
    codes = [rule.code for rule in rules if rule.code is not None]
    words = reason or ("This failed" if status == 200 else _words(status))
    body: Any = as_failure(action, {}) if status == 200 else {}
    body = place(body, messages[0], words) if messages else {**body, "message": words}
    if codes:
        body = place(body, places[0], codes[0]) if places else {**body, "code": codes[0]}
    return json_reply(status, body, "failure", headers)


def _words(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"
