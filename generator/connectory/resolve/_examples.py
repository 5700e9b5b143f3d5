"""`examples`: read, and checked against everything that the action says."""

import re
from base64 import b64decode
from urllib.parse import unquote

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode, Node, ScalarNode
from connectory.model import (
    Action,
    AuthScheme,
    Example,
    ExampleRequest,
    ExampleResponse,
    InputRule,
    JsonObject,
    JsonValue,
    is_binary,
)
from connectory.model.auth import place_of
from connectory.model.wire import as_text

from ._conformance import Conformance
from ._names import listing, propose, quoted
from ._read import entries_at, integer, items_at, json, json_object, mapping, one_or_many, text, text_at, value_at

EXAMPLE_INPUT = Code(
    "R501",
    "example-input",
    "The input of an example is an input that the action accepts: declared parameters, all the required ones, values "
    "that fit their schemas and the rules across them.",
    "input: {id: {type: integer, required: true}}\nexamples: [{title: One, input: {id: one}}]",
    "input: {id: {type: integer, required: true}}\nexamples: [{title: One, input: {id: 1}}]",
)
EXAMPLE_RESPONSE = Code(
    "R502",
    "example-response",
    "The body of a successful answer in an example fits `output`. Members that `output` does not declare, and unknown "
    "enum values, are allowed: answers are open.",
    "output: {type: object}\nexamples: [{title: One, response: {status: 200, body: []}}]",
    "output: {type: object}\nexamples: [{title: One, response: {status: 200, body: {}}}]",
)
EXAMPLE_REQUEST = Code(
    "R503",
    "example-request",
    "The wire request of an example is what the action sends for the example's input: the endpoint's path with the "
    "values in it, and the query parameters that the action declares.",
    "endpoint: GET /domains\nexamples: [{title: One, request: {path: /domain}}]",
    "endpoint: GET /domains\nexamples: [{title: One, request: {path: /domains}}]",
)


def read_examples(action: MappingNode) -> tuple[Example, ...]:
    """The examples in their order. An answer that is not said is an empty 200."""
    return tuple(_read(mapping(item)) for item in items_at(action, "examples"))


def _read(node: MappingNode) -> Example:
    given, request = node.get("input"), node.get("request")
    return Example(
        title=text(value_at(node, "title")),
        input=JsonObject({}) if given is None else json_object(given),
        request=None if request is None else _request(mapping(request)),
        response=_response(node.get("response")),
        source=node.span,
    )


def _request(node: MappingNode) -> ExampleRequest:
    body = node.get("body")
    query = ((entry.key, item) for entry in entries_at(node, "query") for item in one_or_many(entry.value))
    return ExampleRequest(
        path=text(value_at(node, "path")),
        query=tuple((name, _written(json(item))) for name, item in query),
        headers=_headers(node),
        body=None if body is None else json(body),
        has_body=body is not None,
    )


def _response(node: Node | None) -> ExampleResponse:
    if node is None:
        return ExampleResponse(status=200, headers=(), body=None, text=None, has_body=False)
    here = mapping(node)
    body = here.get("body")
    return ExampleResponse(
        status=integer(value_at(here, "status")),
        headers=_headers(here),
        body=None if body is None else json(body),
        text=text_at(here, "text"),
        has_body=body is not None,
    )


def _headers(node: MappingNode) -> tuple[tuple[str, str], ...]:
    return tuple((entry.key, _written(json(entry.value))) for entry in entries_at(node, "headers"))


def _written(value: JsonValue) -> str:
    """A value as it stands in a URL or header."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class ExampleChecker:
    """Checks the examples of one connector's actions."""

    def __init__(self, sent: Conformance, answered: Conformance, found: Diagnostics) -> None:
        self._sent = sent
        self._answered = answered
        self._found = found

    def check(self, action: Action, node: MappingNode, schemes: tuple[AuthScheme, ...]) -> None:
        """Report what is wrong with the examples of `action`, whose file is `node`."""
        for example, item in zip(action.examples, items_at(node, "examples"), strict=True):
            here = mapping(item)
            self._check_input(action, example, here)
            self._check_request(action, example, here.get("request"), schemes)
            self._check_response(action, example, here.get("response"))

    def _check_input(self, action: Action, example: Example, node: MappingNode) -> None:
        given = node.get("input")
        span = node.span if given is None else given.span
        declared = [parameter.name for parameter in action.parameters]
        if isinstance(given, MappingNode):
            for entry in given:
                if entry.key not in declared:
                    message = f"{quoted(entry.key)} is no parameter of this action"
                    hint = propose(entry.key, declared, "parameter")
                    self._found.error(EXAMPLE_INPUT, entry.key_span, message, hint=hint)
            schemas = {parameter.name: parameter.schema for parameter in action.parameters}
            self._sent.check_members(given, schemas, EXAMPLE_INPUT, self._found)
            for name in (name for name, schema in schemas.items() if is_binary(schema)):
                self._check_file(given.get(name))
        for parameter in action.parameters:
            if parameter.required and parameter.name not in example.input:
                message = f"the required parameter `{parameter.name}` is missing"
                self._found.error(EXAMPLE_INPUT, span, message, hint=f"add `{parameter.name}` to the input")
        for rule in action.rules:
            if (problem := _broken(rule, example.input)) is not None:
                self._found.error(EXAMPLE_INPUT, span, problem, hint=f"change the input, or `{rule.kind}`")

    def _check_file(self, node: Node | None) -> None:
        content = node.get("base64") if isinstance(node, MappingNode) else None
        if content is None:
            return
        try:
            b64decode(as_text(json(content)), validate=True)
        except ValueError:
            hint = "write the bytes of the file as base64 does, such as `aGVsbG8=`"
            self._found.error(EXAMPLE_INPUT, content.span, "the value is not in base64", hint=hint)

    def _check_response(self, action: Action, example: Example, node: Node | None) -> None:
        if node is None:
            return
        here = mapping(node)
        body, said = here.get("body"), here.get("text")
        if body is not None and said is not None:
            message = "an answer has a JSON `body` or a `text`, not both"
            self._found.error(EXAMPLE_RESPONSE, said.span, message, hint="remove one of them")
        elif action.output is not None and 200 <= example.response.status < 300:
            answer = body or said
            if answer is not None:
                self._answered.check(answer, action.output, EXAMPLE_RESPONSE, self._found)

    def _check_request(
        self, action: Action, example: Example, node: Node | None, schemes: tuple[AuthScheme, ...]
    ) -> None:
        if node is None:
            return
        if action.endpoint is None:
            message, hint = "an action made of other actions sends no request itself", "remove `request`"
            self._found.error(EXAMPLE_REQUEST, node.span, message, hint=hint)
            return
        here = mapping(node)
        path = here.get("path")
        if isinstance(path, ScalarNode):
            problem = _path_problem(action, example)
            if problem is not None:
                self._found.error(EXAMPLE_REQUEST, path.span, problem, hint=f"the endpoint is `{action.endpoint.path}`")
        sent = (*action.parameters, *action.fixed)
        known = [item.wire for item in sent if item.location == "query" and not item.ignored]
        known += [place[1] for scheme in schemes if (place := place_of(scheme)) is not None and place[0] == "query"]
        for entry in entries_at(here, "query"):
            if entry.key not in known:
                message = f"{quoted(entry.key)} is no query parameter of this action"
                hint = propose(entry.key, known, "query parameter")
                self._found.error(EXAMPLE_REQUEST, entry.key_span, message, hint=hint)


def _path_problem(action: Action, example: Example) -> str | None:
    endpoint = action.endpoint
    if endpoint is None or example.request is None:
        return None
    pieces = "([^/]+)".join(re.escape(piece) for piece in endpoint.text)
    match = re.fullmatch(pieces, example.request.path)
    if match is None:
        return "this is not a path of the endpoint"
    for name, value in zip(endpoint.names, match.groups(), strict=False):
        parameter = next((item for item in action.parameters if item.location == "path" and item.wire == name), None)
        if parameter is None or parameter.name not in example.input:
            continue
        given = example.input[parameter.name]
        items = given if isinstance(given, tuple) else (given,)
        texts = (_written(parameter.wire_values.get(_written(item), item)) for item in items)
        expected = (parameter.separator or "").join(texts)
        if unquote(value) != expected:
            there = quoted(unquote(value))
            return f"the path holds {there}, but the input says that `{parameter.name}` is {quoted(expected)}"
    return None


def _broken(rule: InputRule, given: JsonObject) -> str | None:
    present = [name for name in rule.parameters if name in given]
    names = listing(rule.parameters, "or")
    match rule.kind:
        case "require_one_of":
            return None if len(present) == 1 else f"exactly one of {names} must be given, not {len(present)}"
        case "require_any_of":
            return None if present else f"one of {names} must be given"
        case "exclusive":
            return None if len(present) < 2 else f"at most one of {names} may be given, not {len(present)}"
        case "together":
            together = listing(rule.parameters)
            return (
                f"{together} must be given together or not at all" if 0 < len(present) < len(rule.parameters) else None
            )
        case "requires":
            first, *others = rule.parameters
            missing = [name for name in others if name not in given]
            return f"`{first}` is given, so {listing(missing)} must be too" if first in given and missing else None
