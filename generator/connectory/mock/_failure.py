"""What the API answers when something goes wrong there."""

from http import HTTPStatus

from connectory.model import Action, Connector, ErrorRule

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
    """The action's example of that status, or what the connector's error table says of it.

    `reason` is told instead of the status' usual words.
    """
    headers = _LATER if status in (429, 503) else ()
    for example in action.examples:
        if example.response.status == status:
            return example_reply(example.response, headers)
    rule = next((rule for rule in connector.errors if rule.status == status), None)
    return json_reply(status, {"message": reason or _words(status, rule), **_code(rule)}, "failure", headers)


def _words(status: int, rule: ErrorRule | None) -> str:
    if rule is not None and rule.advice is not None:
        return rule.advice
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"


def _code(rule: ErrorRule | None) -> dict[str, str]:
    return {"code": rule.code} if rule is not None and rule.code is not None else {}
