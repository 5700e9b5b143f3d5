"""What the API answers when something goes wrong there."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from connectory.model import Action, Connector, ErrorRule, ExampleResponse

from ._message import MockRequest, MockResponse, Pairs, RefusedError, Violation
from ._reply import example_reply, json_reply
from ._verdict import as_explained, as_failure, explained_by, is_failure, place, said_by

STATUS_HEADER = "X-Connectory-Mock-Status"
"""A request with this header is answered with a failure of that status; 200 for one that only the body tells."""

ROW_HEADER = "X-Connectory-Mock-Row"
"""A request with this header is answered with what that row of the error tables explains: the action's rows are
counted from 1, and go on with those of its connector."""

_LATER: Pairs = (("Retry-After", "1"),)


@dataclass(frozen=True, slots=True)
class Failing:
    """A failure that somebody asks for: of a status, and maybe explained by a row of the error tables."""

    status: int
    row: ErrorRule | None = None


def demanded_failure(request: MockRequest, connector: Connector, action: Action) -> Failing | None:
    """The failure that the request asks for.

    Raises:
        RefusedError: for a status that is none between 400 and 599, nor 200 where answers tell success from failure;
            for a row that does not exist.
    """
    status, number = request.header(STATUS_HEADER), request.header(ROW_HEADER)
    tells = bool(action.success_when or action.error_when)
    if status is not None and not (status == "200" and tells) and not (_is_number(status) and 400 <= int(status) < 600):
        raise RefusedError(Violation(f"header.{STATUS_HEADER}", "const", "a status between 400 and 599 is expected"))
    if number is None:
        return None if status is None else Failing(int(status))
    rows = (*action.errors, *connector.errors)
    if not _is_number(number) or not 0 < int(number) <= len(rows):
        message = f"the number of a row is expected; the error tables have {len(rows)}"
        raise RefusedError(Violation(f"header.{ROW_HEADER}", "const", message))
    row = rows[int(number) - 1]
    usual = 200 if tells else 400
    return Failing(row.status or (usual if status is None else int(status)), row)


def fail(connector: Connector, action: Action, failing: Failing, reason: str | None = None) -> MockResponse:
    """The action's example of that failure, or the usual words for it with the code of the error tables.

    Code and words are where the tables say that the API has them. `reason` is told instead of the usual words. The
    advice in the tables is for callers; no API would send it.
    """
    status, row = failing.status, failing.row
    headers = _LATER if status in (429, 503) else ()
    for example in action.examples:
        if example.response.status == status and _shows(example.response, action, row):
            return example_reply(example.response, headers)
    rules = [rule for rule in (*action.errors, *connector.errors) if rule.status in (None, status) and not rule.when]
    rules = rules if row is None or row in rules else [row, *rules]
    messages = [rule.message for rule in rules if rule.message is not None and rule.message.root == "response.json"]
    places = [rule.code_at for rule in rules if rule.code_at is not None and rule.code_at.root == "response.json"]
    codes = [rule.code for rule in rules if rule.code is not None]
    words = reason or ("This failed" if status == 200 else _words(status))
    body: Any = as_failure(action, {}) if status == 200 else {}
    body = place(body, messages[0], words) if messages else {**body, "message": words}
    if codes:
        body = place(body, places[0], codes[0]) if places else {**body, "code": codes[0]}
    return json_reply(status, body if row is None else as_explained(row, body), "failure", headers)


def _shows(response: ExampleResponse, action: Action, row: ErrorRule | None) -> bool:
    """Whether the answer of an example is a failure, and one that the row explains."""
    said = said_by(response)
    return (response.status >= 300 or is_failure(action, said)) and (row is None or explained_by(row, said))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


def _words(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"
