"""What goes over the wire."""

import json
from base64 import b64encode
from typing import Any

import pytest
from shop_testing import CANARY, Api, Shopper

from connectory_runtime import InvalidInput, MissingCredential

BASE = "https://shop.example/api"

# method, arguments, HTTP method, URL, body
SENT: list[tuple[str, dict[str, Any], str, str, Any]] = [
    ("get_item", {"item": "7"}, "GET", "/v1/items/7", None),
    ("get_item", {"item": 7, "verbose": True}, "GET", "/v1/items/7?verbose=true", None),
    ("get_item", {"item": "a/b?c#d%e f"}, "GET", "/v1/items/a%2Fb%3Fc%23d%25e%20f", None),
    ("get_item", {"item": "é…"}, "GET", "/v1/items/%C3%A9%E2%80%A6", None),
    ("get_item", {"item": "..."}, "GET", "/v1/items/...", None),
    ("list_items", {}, "GET", f"/v1/items?key={CANARY}", None),
    ("list_items", {"limit": 5}, "GET", f"/v1/items?limit=5&key={CANARY}", None),
    ("search", {}, "GET", "/v1/search", None),
    ("search", {"text": ""}, "GET", "/v1/search?q=", None),
    ("search", {"text": "a+b c&d=e", "price": 5}, "GET", "/v1/search?q=a%2Bb%20c%26d%3De&price=5", None),
    ("search", {"text": "x", "price": 1e22}, "GET", "/v1/search?q=x&price=1e%2B22", None),
    ("search", {"text": "x", "price": 0.1}, "GET", "/v1/search?q=x&price=0.1", None),
    ("search", {"tags": ["a b", "c"]}, "GET", "/v1/search?tag=a%20b&tag=c", None),
    ("search", {"tags": []}, "GET", "/v1/search", None),
    ("search", {"page_token": "gone"}, "GET", "/v1/search", None),
    ("put_item", {"item": [1, {"a": None}]}, "PUT", "/v1/items", [1, {"a": None}]),
    ("put_item", {"item": None}, "PUT", "/v1/items", None),
    ("set_emails", {"first": "a@x.io"}, "PUT", "/v1/person/emails", {"emails": ["a@x.io"]}),
    ("set_emails", {"first": "a", "second": "b"}, "PUT", "/v1/person/emails", {"emails": ["a", "b"]}),
    ("set_emails", {"second": "b"}, "PUT", "/v1/person/emails", {"emails": [None, "b"]}),
    ("set_emails", {"first": "a", "second": None}, "PUT", "/v1/person/emails", {"emails": ["a", None]}),
    (
        "set_emails",
        {"first": "a", "odd": "é"},
        "PUT",
        "/v1/person/emails",
        {"emails": ["a"], "meta": {"a/b": "é"}},
    ),
    (
        "import_people",
        {"people": [{"email": "a@x.io", "age": None, "extra": {"kept": True}}], "match_by": "mobilepush"},
        "POST",
        "/v1/people",
        {"people": [{"email": "a@x.io", "age": None, "extra": {"kept": True}}], "dedupeOn": "push"},
    ),
]


@pytest.mark.parametrize(("method", "arguments", "verb", "target", "body"), SENT)
def test_request(shopper: Shopper, method: str, arguments: dict[str, Any], verb: str, target: str, body: Any) -> None:
    api = Api(content=b"{}")
    shopper.call(api, method, **arguments)
    assert api.request.method == verb
    assert bytes(api.request.url.raw_path) == f"/api{target}".encode()
    assert api.request.url.host == "shop.example"
    if verb != "GET":
        assert api.request.headers["content-type"] == "application/json"
        assert json.loads(api.request.content) == body
    else:
        assert api.request.content == b""
        assert "content-type" not in api.request.headers


def test_json_bodies_are_compact_utf_8(shopper: Shopper) -> None:
    api = Api()
    shopper.call(api, "put_item", item={"a": "é", "b": [1, 2]})
    assert api.request.content == '{"a":"é","b":[1,2]}'.encode()


def test_forms_are_urlencoded(shopper: Shopper) -> None:
    api = Api()
    shopper.call(api, "login", user="a&b", password="p+q", scopes=[1, 2])
    assert api.request.content == b"user=a%26b&password=p%2Bq&scope=read&scope=write"
    assert api.request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_header_and_cookie_parameters(shopper: Shopper) -> None:
    api = Api()
    shopper.call(api, "search", trace="t-1", lang="uk")
    assert api.request.headers["x-trace"] == "t-1"
    assert api.request.headers["cookie"] == "lang=uk"


def test_general_headers(shopper: Shopper) -> None:
    api = Api()
    shopper.call(api, "renew")
    assert api.request.headers["user-agent"].startswith("connectory/")
    assert api.request.headers["accept"].startswith("application/json")
    assert api.request.headers["accept-encoding"] == "gzip"
    assert api.request.headers["host"] == "shop.example"
    assert "authorization" not in api.request.headers
    assert "content-type" not in api.request.headers


def test_headers_of_a_call_win(shopper: Shopper) -> None:
    api = Api()
    shopper.call(api, "search", trace="t-1", options={"headers": {"x-trace": "t-2", "User-Agent": "mine"}})
    assert api.request.headers.get_list("x-trace") == ["t-2"]
    assert api.request.headers.get_list("user-agent") == ["mine"]


@pytest.mark.parametrize(
    ("method", "arguments", "header", "value"),
    [
        ("get_item", {"item": 1}, "authorization", "Basic " + b64encode(f"connectory:{CANARY}".encode()).decode()),
        ("delete_item", {"id": 1}, "authorization", f"Bearer {CANARY}"),
        ("whoami", {}, "x-shop-key", CANARY),
        ("set_emails", {"first": "a"}, "cookie", f"session={CANARY}"),
    ],
)
def test_authentication(shopper: Shopper, method: str, arguments: dict[str, Any], header: str, value: str) -> None:
    api = Api()
    shopper.call(api, method, **arguments)
    assert api.request.headers[header] == value


def test_credentials_come_from_the_environment(shopper: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_API_KEY", "from-environment")
    api = Api()
    shopper.with_client(api, lambda shop: shop.whoami(), api_key=None)
    shopper.with_client(api, lambda shop: shop.whoami(), api_key="given")
    assert [request.headers["x-shop-key"] for request in api.requests] == ["from-environment", "given"]


def test_a_missing_credential_is_named(shopper: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_API_KEY", raising=False)
    api = Api()
    with pytest.raises(MissingCredential, match=r"pass api_key= to the client or set SHOP_API_KEY"):
        shopper.with_client(api, lambda shop: shop.whoami(), api_key=None)
    assert api.requests == []


@pytest.mark.parametrize("key", ["line\nbreak", "nul\0", "not ascii é", " padded "])
def test_a_credential_that_no_header_carries_is_refused_unseen(shopper: Shopper, key: str) -> None:
    api = Api()
    with pytest.raises(MissingCredential, match="api_key") as caught:
        shopper.with_client(api, lambda shop: shop.whoami(), api_key=key)
    assert key not in str(caught.value)
    assert api.requests == []


def test_base_url_replaces_the_server(shopper: Shopper) -> None:
    api = Api()
    shopper.with_client(api, lambda shop: shop.renew(), base_url="http://127.0.0.1:8000/shop/")
    assert str(api.request.url) == "http://127.0.0.1:8000/shop/v1/renew"


@pytest.mark.parametrize(
    "url", ["shop.example", "ftp://shop.example", "https://", "https://u:p@shop.example", "https://shop.example/?a=b"]
)
def test_a_base_url_that_is_none_is_refused(shopper: Shopper, url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        shopper.with_client(Api(), lambda shop: shop.renew(), base_url=url)


@pytest.mark.parametrize(
    "item",
    [
        "",
        ".",
        "..",
        "../x",
        "a/../b",
        "..\\x",
        "%2e%2E",
        "%2e./x",
        "%252e%252e",
        "..%2Fx",
        "..%255Cx",
        "a\nb",
        "a\0b",
        "%" + "25" * 20 + "2e",
    ],
)
def test_a_value_never_leaves_its_segment(shopper: Shopper, item: str) -> None:
    api = Api()
    with pytest.raises(InvalidInput, match=r"item: .*specs/shop/items/get_item.yaml:7"):
        shopper.call(api, "get_item", item=item)
    assert api.requests == []


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\0", "é", " a", "a "])
def test_a_header_value_never_breaks_the_request(shopper: Shopper, text: str) -> None:
    api = Api()
    with pytest.raises(InvalidInput, match="trace"):
        shopper.call(api, "search", trace=text)
    with pytest.raises(InvalidInput, match=r"options.headers"):
        shopper.call(api, "search", options={"headers": {"X-Trace": text}})
    assert api.requests == []


@pytest.mark.parametrize("name", ["", "X Trace", "X:Y", "X\r\nY", "é"])
def test_a_header_name_never_breaks_the_request(shopper: Shopper, name: str) -> None:
    api = Api()
    with pytest.raises(InvalidInput, match=r"options.headers"):
        shopper.call(api, "search", options={"headers": {name: "x"}})
    assert api.requests == []


@pytest.mark.parametrize("text", ["a;b", "a b", "a,b", 'a"b', "a\\b", "é", "a\n"])
def test_a_cookie_value_never_adds_a_cookie(shopper: Shopper, text: str) -> None:
    api = Api()
    with pytest.raises(InvalidInput, match="lang"):
        shopper.call(api, "search", lang=text)
    assert api.requests == []


def test_an_address_has_an_end(shopper: Shopper) -> None:
    api = Api()
    with pytest.raises(InvalidInput, match="text"):
        shopper.call(api, "search", text="x" * 100_000)
    assert api.requests == []


@pytest.mark.parametrize("options", [{"timeot": 1}, {"timeout": 0}, {"timeout": "5"}, {"timeout": True}])
def test_options_are_checked(shopper: Shopper, options: Any) -> None:
    with pytest.raises(TypeError, match="option"):
        shopper.call(Api(), "renew", options=options)


@pytest.mark.parametrize(
    ("client", "call", "expected"),
    [({}, {}, 30.0), ({"timeout": 5.0}, {}, 5.0), ({"timeout": None}, {}, None), ({"timeout": 5.0}, {"timeout": 1}, 1)],
)
def test_timeouts(client: Any, call: Any, expected: float | None) -> None:
    for driver in ("sync", "async"):
        api = Api()
        Shopper(driver).with_client(api, lambda shop: shop.renew(options=call), deadline=None, **client)
        assert set(api.request.extensions["timeout"].values()) == {expected}
