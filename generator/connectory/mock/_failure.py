"""What the API answers when something goes wrong there."""

from http import HTTPStatus

from connectory.model import Action, Connector

from ._message import MockRequest, MockResponse, Pairs, RefusedError, Violation
from ._reply import example_reply, json_reply

STATUS_HEADER = "X-Connectory-Mock-Status"
"""A request with this header is answered with a failure of that status."""

_LATER: Pairs = (("Retry-After", "1"),)


def demanded_status(request: MockRequest) -> int | None:
    """The failure that the request asks for.

    Raises:
        RefusedError: when it is none between 400 and 599.
    """
    text = request.header(STATUS_HEADER)
    if text is None:
        return None
    if len(text) != 3 or not text.isascii() or not text.isdigit() or text[0] not in "45":
        raise RefusedError(Violation(f"header.{STATUS_HEADER}", "const", "a status between 400 and 599 is expected"))
    return int(text)


def fail(connector: Connector, action: Action, status: int, reason: str | None = None) -> MockResponse:
    """The action's example of that status, or the usual words for it with the code of the connector's error table.

    `reason` is told instead of the usual words. The table's advice is for callers; no API would send it.
    """
    headers = _LATER if status in (429, 503) else ()
    for example in action.examples:
        if example.response.status == status:
            return example_reply(example.response, headers)
    codes = [rule.code for rule in connector.errors if rule.status == status and rule.code is not None]
    body = {"message": reason or _words(status)} | ({"code": codes[0]} if codes else {})
    return json_reply(status, body, "failure", headers)


def _words(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"
