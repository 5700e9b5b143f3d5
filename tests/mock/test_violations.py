"""Every way in which a request can be wrong has its own place and rule in the answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from connectory.mock import MockResponse

JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
CUSTOMER = {"customer": {"email": "a@example.com"}}

TARGETS = {
    "path of another type": ("/v1/orders/seven", "path.id", "type"),
    "path below the minimum": ("/v1/orders/0", "path.id", "minimum"),
    "number written in another way": ("/v1/orders/007", "path.id", "type"),
    "broken percent-encoding": ("/v1/orders/%7", "path", "encoding"),
    "bytes that are not UTF-8": ("/v1/orders/%ff", "path", "encoding"),
    "dot segment": ("/v1/x/../orders/7", "path", "dot-segment"),
    "encoded dot segment": ("/v1/orders/%2e%2E", "path", "dot-segment"),
    "query above the maximum": ("/v1/orders/?startindex=501", "query.startindex", "maximum"),
    "query of another type": ("/v1/orders/?open=yes", "query.open", "type"),
    "boolean in capitals": ("/v1/orders/?open=True", "query.open", "type"),
    "unknown query name": ("/v1/orders/?page=1", "query.page", "unknown"),
    "our name instead of the wire's": ("/v1/orders/?first=1", "query.first", "unknown"),
    "ignored parameter": ("/v1/orders/?note=x", "query.note", "ignored"),
    "repeated name that is no list": ("/v1/orders/?startindex=1&startindex=2", "query.startindex", "repeated"),
    "item of another type": ("/v1/orders/?ids=1&ids=x", "query.ids[1]", "type"),
    "our value instead of the wire's": ("/v1/orders/?shape=small", "query.shape", "enum"),
    "format": ("/v1/orders/?since=2026-02-30", "query.since", "format"),
    "broken query": ("/v1/orders/?open=%zz", "query", "encoding"),
    "path with a fraction": ("/v1/orders/7.5", "path.id", "type"),
}


def errors(response: MockResponse) -> list[tuple[str, str]]:
    return [(item["where"], item["rule"]) for item in json.loads(response.body)["errors"]]


def assert_refused(response: MockResponse, where: str, rule: str) -> None:
    assert (response.status, dict(response.headers)["X-Connectory-Mock"]) == (400, "strict-violation")
    assert errors(response) == [(where, rule)]


@pytest.mark.parametrize("case", TARGETS)
def test_target(send: Callable[..., MockResponse], case: str) -> None:
    target, where, rule = TARGETS[case]
    assert_refused(send("GET", target), where, rule)


HEADERS = {
    "header of another shape": (("X-Trace", "xyz"), "header.X-Trace", "pattern"),
    "header in another case": (("x-trace", "xyz"), "header.X-Trace", "pattern"),
    "unknown cookie": (("Cookie", "theme=dark; other=1"), "cookie.other", "unknown"),
    "broken cookie": (("Cookie", "theme"), "cookie", "encoding"),
    "credential of another scheme in a header": (("X-Key", "k"), "header.x-key", "auth"),
    "status that is none": (("X-Connectory-Mock-Status", "200"), "header.X-Connectory-Mock-Status", "const"),
}


@pytest.mark.parametrize("case", HEADERS)
def test_headers(send: Callable[..., MockResponse], case: str) -> None:
    header, where, rule = HEADERS[case]
    assert_refused(send("GET", "/v1/orders/", header), where, rule)


BODIES: dict[str, tuple[Any, str, str]] = {
    "required member is missing": ({}, "body.customer", "required"),
    "member of an entity is missing": ({"customer": {}}, "body.customer", "required"),
    "format inside an entity": ({"customer": {"email": "none"}}, "body.customer.email", "format"),
    "unknown member of a closed entity": (
        {"customer": {"email": "a@example.com", "age": 1}},
        "body.customer",
        "additionalProperties",
    ),
    "unknown member": (CUSTOMER | {"color": "red"}, "body.color", "unknown"),
    "unknown member beside a pointer": (CUSTOMER | {"address": {"zip": "1"}}, "body.address.zip", "unknown"),
    "unknown item beside a pointer": (CUSTOMER | {"emails": ["a", "b", "c"]}, "body.emails[2]", "unknown"),
    "object where a pointer needs a list": (CUSTOMER | {"emails": {}}, "body.emails", "type"),
    "text where a pointer needs an object": (CUSTOMER | {"address": "Rome"}, "body.address", "type"),
    "item of another type": (CUSTOMER | {"emails": [1]}, "body.emails[0]", "type"),
    "boolean for an integer": (CUSTOMER | {"count": True}, "body.count", "type"),
    "text for an integer": (CUSTOMER | {"count": "1"}, "body.count", "type"),
    "two that exclude each other": (CUSTOMER | {"count": 1, "address": {"city": "Rome"}}, "input", "exclusive"),
    "one of two that go together": (CUSTOMER | {"address": {"area": "Prati"}}, "input", "together"),
    "list for an object": ([], "body", "type"),
}


@pytest.mark.parametrize("case", BODIES)
def test_body(send: Callable[..., MockResponse], case: str) -> None:
    body, where, rule = BODIES[case]
    response = send("POST", "/v1/orders", body=body)
    assert (where, rule) in errors(response)
    assert (response.status, len(errors(response))) == (400, 2 if body == [] else 1)


RAW = {
    "no JSON": (b"{", JSON, "body", "encoding"),
    "not UTF-8": (b'"\xff"', JSON, "body", "encoding"),
    "a member twice": (b'{"count": 1, "count": 1}', JSON, "body", "encoding"),
    "no number": (b'{"count": NaN}', JSON, "body", "encoding"),
    "a number too large": (b'{"count": 1e999}', JSON, "body", "encoding"),
    "half of a surrogate pair": (b'{"count": "\\ud800"}', JSON, "body", "encoding"),
    "too deep": (b"[" * 100_000, JSON, "body", "encoding"),
    "no content type": (b"{}", ("Accept", "*/*"), "header.Content-Type", "const"),
    "another content type": (b"{}", ("Content-Type", "text/json"), "header.Content-Type", "const"),
    "another charset": (b"{}", ("Content-Type", "application/json; charset=latin-1"), "header.Content-Type", "const"),
    "nothing at all": (b"", JSON, "body.customer", "required"),
}


@pytest.mark.parametrize("case", RAW)
def test_raw_body(send: Callable[..., MockResponse], case: str) -> None:
    body, header, where, rule = RAW[case]
    assert_refused(send("POST", "/v1/orders", header, body=body), where, rule)


FORMS = {
    "required field is missing": (b"lists=1", FORM, "form.email", "required"),
    "format": (b"email=none", FORM, "form.email", "format"),
    "unknown field": (b"email=a%40example.com&x=1", FORM, "form.x", "unknown"),
    "repeated field": (b"email=a%40example.com&email=b%40example.com", FORM, "form.email", "repeated"),
    "item of another type": (b"email=a%40example.com&lists=x", FORM, "form.lists[0]", "type"),
    "raw characters": ("email=é".encode(), FORM, "form", "encoding"),
    "JSON": (b"{}", JSON, "header.Content-Type", "const"),
}


@pytest.mark.parametrize("case", FORMS)
def test_form(send: Callable[..., MockResponse], case: str) -> None:
    body, header, where, rule = FORMS[case]
    assert_refused(send("POST", "/v1/sign_up", header, body=body, signed=False), where, rule)


def test_body_where_none_is_declared(send: Callable[..., MockResponse]) -> None:
    assert_refused(send("GET", "/v1/orders/7", body={}), "body", "unknown")


def test_root_body(send: Callable[..., MockResponse]) -> None:
    assert_refused(send("PUT", "/v1/orders", body=[]), "body", "minItems")
    assert_refused(send("PUT", "/v1/orders", body=[{"id": "1"}]), "body[0].id", "type")


def test_every_problem_is_told_at_once(send: Callable[..., MockResponse]) -> None:
    response = send("GET", "/v1/orders/?open=1&page=2&startindex=0")
    assert sorted(errors(response)) == [
        ("query.open", "type"),
        ("query.page", "unknown"),
        ("query.startindex", "minimum"),
    ]
    assert json.loads(response.body)["message"].startswith("3 things are not as the spec says: query.open: ")


def test_value_of_a_secret_parameter_is_not_quoted(send: Callable[..., MockResponse]) -> None:
    response = send("POST", "/v1/orders", body=CUSTOMER | {"password": "pw"})
    assert errors(response) == [("body.password", "minLength")]
    assert b"pw" not in response.body


def test_credential_where_none_is_needed(send: Callable[..., MockResponse]) -> None:
    response = send("POST", "/v1/sign_up", FORM, body=b"email=a%40example.com")
    assert_refused(response, "header.authorization", "auth")
