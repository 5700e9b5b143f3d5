"""What the API answers when all is well: an example, or a value made up from the output's schema."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from connectory.model import Action, Example, ExampleResponse, Schema, freeze, is_binary, thaw

from ._encode import expected_parts
from ._message import MockResponse
from ._paging import ended, part_of
from ._parts import ABSENT, Parts, same_parts
from ._percent import path_segments
from ._reply import ORIGIN, example_reply, json_reply, media_reply, text_reply
from ._routing import Route
from ._verdict import as_success, is_failure, said_by
from .sample import sample


def shown(route: Route, parts: Parts) -> MockResponse | None:
    """The answer of the example whose request is this one.

    Where a success and a failure have the same request, it succeeds.
    """
    successes, failures = _examples(route.action)
    for example in (*successes, *failures):
        if any(same_parts(parts, expected) for expected in _requests(example, route)):
            return example_reply(example.response)
    return None


def succeed(route: Route, parts: Parts, named: Mapping[str, Schema]) -> MockResponse:
    """The answer of the first example of a success, else one made up."""
    action = route.action
    successes, _ = _examples(action)
    if successes:
        return example_reply(_page(successes[0].response, route, parts))
    value: Any = as_success(action, sample(action.output, named) if action.output is not None else {})
    value = part_of(ended(value, action.pagination), action, parts)
    if value is None:
        return MockResponse(204, ((ORIGIN, "sample"),))
    if action.output is not None and (is_binary(action.output) or action.output.media_type is not None):
        return media_reply(200, str(value), action.output.media_type or "application/octet-stream", "sample")
    # A bare text is not JSON: APIs that answer with one mean a sentence.
    return text_reply(200, value, "sample") if isinstance(value, str) else json_reply(200, value, "sample")


def _examples(action: Action) -> tuple[list[Example], list[Example]]:
    """Those of successes, and those of failures."""
    successes = [example for example in action.examples if _is_success(example, action)]
    return successes, [example for example in action.examples if example not in successes]


def _is_success(example: Example, action: Action) -> bool:
    return 200 <= example.response.status < 300 and not is_failure(action, said_by(example.response))


def _page(response: ExampleResponse, route: Route, parts: Parts) -> ExampleResponse:
    """An example that was made for another request, cut to the page that this one asks for."""
    if route.action.pagination is None or not response.has_body:
        return response
    return replace(response, body=freeze(part_of(thaw(response.body), route.action, parts)))


def _requests(example: Example, route: Route) -> Iterator[Parts]:
    """The request that the example's input makes, and the one that its author wrote down."""
    yield expected_parts(route.action, example.input)
    written = example.request
    if written is not None and (path := route.match(path_segments(written.path))) is not None:
        body = thaw(written.body) if written.has_body else ABSENT
        yield Parts(path=path, query=written.query, body=body)
