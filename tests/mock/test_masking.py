"""What is shown of a request never holds a secret."""

import pytest

from connectory.mock import MockApi, MockRequest
from connectory.mock._masking import masked
from connectory.model import Project

CASES = {
    "header": (
        MockRequest("GET", "/shop/v1/by_header", (("x-KEY", "c4nary"), ("Accept", "*/*"))),
        MockRequest("GET", "/shop/v1/by_header", (("x-KEY", "•••"), ("Accept", "*/*"))),
    ),
    "query": (
        MockRequest("GET", "/shop/v1/by_query?a=1&api_key=c4nary&api%5Fkey=c4nary&%zz=c4nary"),
        MockRequest("GET", "/shop/v1/by_query?a=1&api_key=•••&api%5Fkey=•••&%zz=•••"),
    ),
    "cookie": (
        MockRequest("GET", "/shop/v1/by_cookie", (("Cookie", "session=c4nary"),)),
        MockRequest("GET", "/shop/v1/by_cookie", (("Cookie", "•••"),)),
    ),
    "form": (
        MockRequest("POST", "/shop/v1/sign_up", body=b"email=a&password=c4nary"),
        MockRequest("POST", "/shop/v1/sign_up", body="email=a&password=•••".encode()),
    ),
    "body that cannot be read": (
        MockRequest("POST", "/shop/v1/orders", body=b'{"password": "c4nary"'),
        MockRequest("POST", "/shop/v1/orders", body="•••".encode()),
    ),
    "members of lists and entities": (
        MockRequest("POST", "/shop/v1/orders", body=b'{"customer": {"pin": "c4nary"}, "emails": ["a"], "x": null}'),
        MockRequest(
            "POST", "/shop/v1/orders", body='{"customer": {"pin": "•••"}, "emails": ["a"], "x": null}'.encode()
        ),
    ),
    "unknown path": (
        MockRequest("POST", "/shop/v1/nothing?api_key=c4nary", (("Authorization", "c4nary"),), b"c4nary"),
        MockRequest("POST", "/shop/v1/nothing?api_key=•••", (("Authorization", "•••"),), "•••".encode()),
    ),
    "unknown connector": (
        MockRequest("POST", "/other", (("Authorization", "c4nary"),), b"c4nary"),
        MockRequest("POST", "/other", (("Authorization", "•••"),), "•••".encode()),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_masked(project: Project, case: str) -> None:
    request, shown = CASES[case]
    found = MockApi(project).answer(request)
    assert masked(request, found.connector, found.route) == shown
