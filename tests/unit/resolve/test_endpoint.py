"""Endpoints and the places of parameters."""

import pytest


def test_text_and_names_alternate(resolve_action) -> None:
    outcome = resolve_action(
        "endpoint: PUT /v1/contact/{id}/subs/{sub-id}.json\n"
        "input: {id: {type: integer, required: true}, sub: {type: string, required: true, wire: sub-id}}"
    )
    assert outcome.codes == []
    endpoint = outcome.action().endpoint
    assert (endpoint.method, endpoint.path) == ("PUT", "/v1/contact/{id}/subs/{sub-id}.json")
    assert endpoint.text == ("/v1/contact/", "/subs/", ".json")
    assert endpoint.names == ("id", "sub-id")


@pytest.mark.parametrize(
    ("method", "location"),
    [("GET", "query"), ("DELETE", "query"), ("POST", "body"), ("PUT", "body"), ("PATCH", "body")],
)
def test_method_decides_where_parameters_go(resolve_action, method: str, location: str) -> None:
    outcome = resolve_action(
        f"endpoint: {method} /things/{{id}}\n"
        "input: {id: {type: integer, required: true}, name: {type: string}, note: {type: string, ignored: true}}"
    )
    assert outcome.codes == []
    assert [item.location for item in outcome.action().parameters] == ["path", location, location]


def test_a_body_on_delete_has_to_be_said(resolve_action) -> None:
    outcome = resolve_action("endpoint: DELETE /things\ninput: {ids: {type: array, items: {type: integer}, in: body}}")
    assert outcome.codes == []
    assert outcome.action().parameters[0].location == "body"


def test_wire_names_the_placeholder(resolve_action) -> None:
    outcome = resolve_action("endpoint: GET /t/{tid}\ninput: {thing_id: {type: string, required: true, wire: tid}}")
    parameter = outcome.action().parameters[0]
    assert (parameter.location, parameter.wire, parameter.required) == ("path", "tid", True)


def test_places_may_be_neighbours_in_a_body(resolve_action) -> None:
    outcome = resolve_action(
        "endpoint: POST /t\ninput:\n  a: {type: string, wire: /to/0}\n  b: {type: string, wire: /to/1}\n"
        "  c: {type: string, wire: to~}\n  d: {type: string, wire: /to~0~1x}\n"
        "  to_x: {type: string, in: query, wire: to}"
    )
    assert outcome.codes == []


@pytest.mark.parametrize("wires", [("/a/b", "/a"), ("a", "/a/0"), ("a~", "/a~0"), ("", "a"), ("", "")])
def test_a_place_inside_another_is_a_conflict(resolve_action, wires: tuple[str, str]) -> None:
    first, second = wires
    outcome = resolve_action(
        f'endpoint: POST /t\ninput: {{a: {{type: object, wire: "{first}"}}, b: {{type: object, wire: "{second}"}}}}'
    )
    assert outcome.codes == ["R215"]


def test_a_broken_endpoint_leaves_one_problem(resolve_action) -> None:
    outcome = resolve_action("endpoint: GET things/{id}\ninput: {id: {type: integer}}")
    assert outcome.codes == ["R201"]
    assert outcome.connector.actions == ()
