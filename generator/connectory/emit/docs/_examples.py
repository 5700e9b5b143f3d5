"""Examples as blocks of code: the input, the request on the wire, and the answer."""

from dataclasses import dataclass
from urllib.parse import urlencode

from connectory.model import Action, Endpoint, Example, ExampleRequest, ExampleResponse, thaw

from ._shapes import json_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView:
    """An example. `request` is there where the spec has it; `language` is that of the answer's body."""

    title: str
    input: str
    request: str | None
    status: int
    succeeds: bool
    headers: tuple[tuple[str, str], ...]
    body: str | None
    language: str


def example_views(action: Action) -> tuple[ExampleView, ...]:
    """The examples of an action, in declared order."""
    return tuple(_view(example, action.endpoint) for example in action.examples)


def _view(example: Example, endpoint: Endpoint | None) -> ExampleView:
    response = example.response
    return ExampleView(
        title=example.title,
        input=json_text(thaw(example.input), indent=2),
        request=_request(example.request, endpoint) if example.request and endpoint else None,
        status=response.status,
        succeeds=response.status < 400,
        headers=response.headers,
        body=_body(response),
        language="json" if response.has_body else "text",
    )


def _body(response: ExampleResponse) -> str | None:
    return json_text(thaw(response.body), indent=2) if response.has_body else response.text


def _request(request: ExampleRequest, endpoint: Endpoint) -> str:
    query = f"?{urlencode(request.query)}" if request.query else ""
    lines = [f"{endpoint.method} {request.path}{query}"]
    lines.extend(f"{name}: {value}" for name, value in request.headers)
    if request.has_body:
        lines.extend(("", json_text(thaw(request.body), indent=2)))
    return "\n".join(lines)
