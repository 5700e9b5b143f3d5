"""From a request to its answer, without sockets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from connectory.model import Connector, Project

from ._auth import Known, judge, misplaced, without_credential
from ._check import violations
from ._contract import Contract, contracts_of
from ._failure import Failing, demanded_failure, fail
from ._jobs import Jobs
from ._message import MockRequest, MockResponse, RefusedError, Violation
from ._oauth2 import sign_in_reply
from ._parts import Parts, read_body, read_head
from ._percent import path_segments
from ._reply import json_reply
from ._routing import Route, matching, routes_of
from ._success import shown, succeed


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and what the request turned out to be about."""

    response: MockResponse
    connector: Connector | None = None
    route: Route | None = None


_Match: TypeAlias = tuple[Route, Mapping[str, str]]
"""An action whose path fits, with the values in the path."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    connector: Connector
    routes: tuple[Route, ...]
    contracts: Mapping[str, Contract]
    known: Known = field(repr=False)
    jobs: Jobs


class MockApi:
    """All connectors of a project, each below a first path segment that is its id."""

    def __init__(self, project: Project, credentials: Mapping[str, Known] | None = None) -> None:
        """Prepare every action.

        Args:
            project: what to serve.
            credentials: by connector and argument, the only credential to accept; the others accept any.
        """
        self._prepared = {
            connector.id: _Prepared(
                connector,
                routes_of(connector),
                contracts_of(connector),
                (credentials or {}).get(connector.id, {}),
                Jobs(connector),
            )
            for connector in project.connectors
        }

    def answer(self, request: MockRequest) -> Answer:
        """Answer like the API, or say in which way the request is not what the spec says."""
        try:
            connector_id, *segments = path_segments(request.path)
        except RefusedError as error:
            return Answer(_refuse((error.violation,)))
        prepared = self._prepared.get(connector_id)
        if prepared is None:
            served = ", ".join(f"/{name}" for name in self._prepared)
            return Answer(_problem(404, f"no connector is served at /{connector_id}; there is {served or 'none'}"))
        signed_in = sign_in_reply(request, segments, prepared.connector, prepared.known)
        if signed_in is not None:
            return Answer(signed_in, prepared.connector)
        candidates = matching(prepared.routes, segments)
        if not candidates:
            message = f"no action of {connector_id} has this path"
            return Answer(_problem(404, message), prepared.connector)
        methods = dict.fromkeys(route.endpoint.method for route, _ in candidates)
        if request.method not in methods:
            allowed = ", ".join(methods)
            message = f"this path takes {allowed}, not {request.method}"
            return Answer(_problem(405, message, (("Allow", allowed),)), prepared.connector)
        meant = [item for item in candidates if item[0].endpoint.method == request.method]
        return _first_fitting(request, prepared, meant)


def answer(project: Project, request: MockRequest) -> MockResponse:
    """Answer one request. To answer many, keep a `MockApi`."""
    return MockApi(project).answer(request).response


def _first_fitting(request: MockRequest, prepared: _Prepared, routes: Sequence[_Match]) -> Answer:
    """The answer of the action that shows this very request as an example, or else of the first that takes it.

    Several actions may share a path.
    """
    if len(routes) > 1:
        routes = [match for match in routes if _shows(request, prepared, *match)][:1] or routes
    answers: list[Answer] = []
    for match in routes:
        answers.append(_answer(request, prepared, *match))
        if answers[-1].response.status not in (400, 401):
            return answers[-1]
    return max(answers, key=lambda answer: answer.response.status == 400)


def _shows(request: MockRequest, prepared: _Prepared, route: Route, values: Mapping[str, str]) -> bool:
    try:
        head = read_head(request, values)
        scheme, _ = judge(head, prepared.connector.schemes_of(route.action), prepared.known)
        head = without_credential(head, scheme)
        return shown(route, read_body(request, head, route.action)) is not None
    except RefusedError:
        return False


def _answer(request: MockRequest, prepared: _Prepared, route: Route, values: Mapping[str, str]) -> Answer:
    try:
        head = read_head(request, values)
        return Answer(_respond(request, prepared, route, head), prepared.connector, route)
    except RefusedError as error:
        return Answer(_refuse((error.violation,)), prepared.connector, route)


def _respond(request: MockRequest, prepared: _Prepared, route: Route, head: Parts) -> MockResponse:
    connector, action = prepared.connector, route.action
    scheme, reason = judge(head, connector.schemes_of(action), prepared.known)
    if reason is not None:
        return fail(connector, action, Failing(401), reason)
    parts = read_body(request, without_credential(head, scheme), action)
    contract = prepared.contracts[action.id]
    found = (*misplaced(head, scheme, connector), *violations(contract, parts))
    if found:
        return _refuse(found)
    failing = demanded_failure(request, connector, action)
    if failing is not None:
        return fail(connector, action, failing)
    told = shown(route, parts) or prepared.jobs.tell(action, parts)
    response = told or succeed(route, parts, contract.named)
    prepared.jobs.begin(action, response)
    return response


def _refuse(found: tuple[Violation, ...]) -> MockResponse:
    count = f"{len(found)} things are" if len(found) > 1 else "one thing is"
    errors = [{"where": item.where, "rule": item.rule, "message": item.message} for item in found]
    first = errors[0]
    body = {"message": f"{count} not as the spec says: {first['where']}: {first['message']}", "errors": errors}
    return json_reply(400, body, "strict-violation")


def _problem(status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> MockResponse:
    return json_reply(status, {"message": message}, "strict-violation", headers)
