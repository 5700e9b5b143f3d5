"""What is answered to requests that are right."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from connectory.mock import MockApi, MockRequest, MockResponse, answer
from connectory.model import Project

Send = Callable[..., MockResponse]
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def test_example_of_the_very_request(send: Send) -> None:
    response = send("GET", "/v1/orders/404")
    assert (response.status, json.loads(response.body)) == (404, {"message": "There is no such order."})
    assert dict(response.headers)["X-Connectory-Mock"] == "example"


def test_example_by_its_written_request(send: Send) -> None:
    assert json.loads(send("GET", "/v1/orders/9").body) == {"id": 8}


def test_success_goes_before_a_failure_of_the_same_request(send: Send) -> None:
    assert send("GET", "/v1/orders/7").status == 200


def test_credential_in_the_query_is_no_part_of_an_example(project: Project) -> None:
    api = MockApi(project)
    response = api.answer(MockRequest("GET", "/shop/v1/by_query?n=2&api_key=k")).response
    assert json.loads(response.body) == {"n": 2}


def test_headers_of_an_example(send: Send) -> None:
    assert dict(send("GET", "/v1/orders/7").headers)["TotalCount"] == "1"


def test_first_success_otherwise(send: Send) -> None:
    assert json.loads(send("GET", "/v1/orders/5").body) == {"id": 7}


def test_example_with_a_body(send: Send) -> None:
    body = {"address": {"city": "Rome"}, "customer": {"email": "a@example.com"}}
    assert send("POST", "/v1/orders", body=body).status == 201
    assert send("POST", "/v1/orders", body={"customer": {"email": "b@example.com"}}).status == 409


def test_text(send: Send) -> None:
    response = send("PUT", "/v1/orders", body=[{"id": 1}])
    assert (dict(response.headers)["Content-Type"], response.body) == ("text/plain; charset=utf-8", b"Done.")


def test_sample_of_an_entity_that_holds_itself(send: Send) -> None:
    response = send("GET", "/v1/orders/latest")
    assert json.loads(response.body) == {"id": 1, "parts": []}
    assert dict(response.headers)["X-Connectory-Mock"] == "sample"


def test_sample_of_a_text_is_no_json(send: Send) -> None:
    response = send("POST", "/v1/sign_up", FORM, body=b"email=a%40example.com&lists=1&lists=2", signed=False)
    assert (response.status, response.body) == (200, b"text")


def test_sample_of_null_is_no_content(send: Send) -> None:
    assert send("DELETE", "/v1/orders/7.soft") == MockResponse(204, (("X-Connectory-Mock", "sample"),))


def test_sample_of_a_batch_tells_of_no_item_that_failed(send: Send) -> None:
    response = send("POST", "/v1/tags", body={"tags": ["a", "b"]})
    assert json.loads(response.body) == {"refused": []}


def test_fixed_path_goes_before_a_placeholder(send: Send) -> None:
    assert dict(send("GET", "/v1/orders/latest").headers)["X-Connectory-Mock"] == "sample"


FINE = {
    "several items": "/v1/orders/?ids=1&ids=2&tags=a&tags=1",
    "encoded text": "/v1/orders/?tags=%2B1+2%263&since=2026-02-28",
    "renamed value": "/v1/orders/?shape=s",
    "value that is not renamed": "/v1/orders/?shape=big",
    "boolean": "/v1/orders/?open=false",
    "empty text": "/v1/orders/?tags=",
}


@pytest.mark.parametrize("case", FINE)
def test_fine_queries(send: Send, case: str) -> None:
    assert send("GET", FINE[case], ("X-Trace", "abc"), ("Cookie", "theme=dark"), ("Accept", "*/*")).status == 200


FINE_BODIES: dict[str, dict[str, Any]] = {
    "list built of pointers": {"emails": ["a", "b"]},
    "null where it is allowed": {"count": None},
    "gap in a list": {"emails": [None, "b"]},
    "empty containers": {"emails": [], "address": {}},
}


@pytest.mark.parametrize("case", FINE_BODIES)
def test_fine_bodies(send: Send, case: str) -> None:
    assert send("POST", "/v1/orders", body={"customer": {"email": "a@example.com"}} | FINE_BODIES[case]).status == 201


NOWHERE = {
    "unknown connector": ("GET", "/other/v1/orders/7", 404),
    "no connector": ("GET", "/", 404),
    "unknown path": ("GET", "/shop/v1/nothing", 404),
    "missing slash": ("GET", "/shop/v1/orders/7/", 404),
    "empty segment": ("GET", "/shop/v1//orders/7", 404),
    "another method": ("PATCH", "/shop/v1/orders", 405),
    "method of HTTP that no action has": ("OPTIONS", "/shop/v1/orders", 405),
}


@pytest.mark.parametrize("case", NOWHERE)
def test_nowhere(project: Project, case: str) -> None:
    method, target, status = NOWHERE[case]
    response = answer(project, MockRequest(method, target))
    assert response.status == status
    assert json.loads(response.body)["message"]


def test_allowed_methods_are_told(project: Project) -> None:
    response = answer(project, MockRequest("PATCH", "/shop/v1/orders"))
    assert dict(response.headers)["Allow"] == "POST, PUT"


def test_failure_by_the_error_table(send: Send) -> None:
    response = send("GET", "/v1/orders/7", ("X-Connectory-Mock-Status", "429"))
    assert json.loads(response.body) == {"message": "Too Many Requests", "code": "too_many"}
    assert (response.status, dict(response.headers)["Retry-After"]) == (429, "1")


def test_failure_by_an_example(send: Send) -> None:
    response = send("GET", "/v1/orders/7", ("X-Connectory-Mock-Status", "404"))
    assert json.loads(response.body) == {"message": "There is no such order."}


@pytest.mark.parametrize(
    ("status", "words"), [(503, "Service Unavailable"), (418, "I'm a Teapot"), (499, "Status 499")]
)
def test_failure_that_nobody_described(send: Send, status: int, words: str) -> None:
    response = send("GET", "/v1/orders/7", ("X-Connectory-Mock-Status", str(status)))
    assert (response.status, json.loads(response.body)) == (status, {"message": words})
