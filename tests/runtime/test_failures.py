"""Every failure is of the tree, says what happened and what to do."""

import copy
import pickle
from typing import Any

import httpx
import pytest
from shop_client import Shop
from shop_testing import CANARY, CREDENTIALS, Api, Shopper

import connectory_runtime as runtime
from connectory_runtime import ActionError, Rejected
from connectory_runtime._errors import __doc__ as drawing


@pytest.mark.parametrize(
    ("status", "kind", "code", "retryable"),
    [
        (400, "BadRequest", None, False),
        (401, "Unauthorized", None, False),
        (403, "Forbidden", None, False),
        (404, "NotFound", None, False),
        (405, "BadRequest", None, False),
        (408, "BadRequest", None, False),
        (409, "Conflict", "duplicate", False),
        (410, "NotFound", None, False),
        (412, "Conflict", None, False),
        (418, "BadRequest", None, False),
        (422, "BadRequest", None, False),
        (429, "RateLimited", "rate_limited", True),
        (500, "ServerError", "server_error", False),
        (503, "ServerError", None, False),
        (599, "ServerError", None, False),
        (304, "Rejected", None, False),
    ],
)
def test_statuses(shopper: Shopper, status: int, kind: str, code: str | None, retryable: bool) -> None:
    api = Api(status=status, content=b"{}")
    with pytest.raises(Rejected) as caught:
        shopper.call(api, "renew")
    error = caught.value
    assert type(error).__name__ == kind
    assert (error.status, error.code, error.retryable) == (status, code, retryable)
    assert (error.connector, error.action, error.source) == ("shop", "renew", "specs/shop/people/renew.yaml")
    assert error.raw is not None
    assert error.raw.status == status


@pytest.mark.parametrize(("status", "retryable"), [(500, True), (501, False), (502, True), (503, True), (504, True)])
def test_a_failure_of_a_harmless_action_may_be_repeated(shopper: Shopper, status: int, retryable: bool) -> None:
    with pytest.raises(runtime.ServerError) as caught:
        shopper.call(Api(status=status), "search")
    assert caught.value.retryable is retryable


def test_the_message_says_it_all(shopper: Shopper) -> None:
    api = Api(
        status=409,
        content=b'{"code": "E7", "message": "Duplicated request"}',
        headers={"X-Request-Id": "r-1", "Retry-After": "60"},
    )
    with pytest.raises(runtime.Conflict) as caught:
        shopper.call(api, "renew")
    assert str(caught.value) == (
        "shop.renew: the API answered 409 (E7)\n"
        "  the API says: Duplicated request\n"
        "  what to do: the first request counts, do not repeat it\n"
        "  the API asks to wait: 60 s\n"
        "  request id: r-1\n"
        "  declared in: specs/shop/people/renew.yaml"
    )


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ('{"message": "No."}', None, "No."),
        ('{"code": "spoki::3014", "title": "Too long", "detail": "Shorten it"}', "spoki::3014", "Shorten it"),
        ('{"detail": "Not found."}', None, "Not found."),
        ('{"error": "invalid_grant", "error_description": "Expired"}', "invalid_grant", "Expired"),
        ('{"error": {"code": 17, "message": "No."}}', "17", "No."),
        ('{"error": "Nope"}', None, "Nope"),
        ('{"errors": [{"message": "a"}, {"message": "b"}]}', None, "a; b"),
        ('{"errors": ["a", "b"]}', None, "a; b"),
        ('{"message": "Bad", "errors": {"phone": ["short"]}}', None, "Bad; phone: short"),
        (
            '{"phone": ["short", "odd"], "address": {"town": ["is required"]}}',
            None,
            "phone: short; phone: odd; address.town: is required",
        ),
        ('{"non_field_errors": ["Give one"]}', None, "Give one"),
        ('["a", {"message": "b"}]', None, "a; b"),
        ('"Quoted"', None, "Quoted"),
        ("Contact not found", None, "Contact not found"),
        ("  two\r\nlines\x1b[31m\u202e ", None, "two lines [31m"),
        ("<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>", None, "502 Bad Gateway"),
        ("<html><body>no title", None, None),
        ('{"status": 401}', None, None),
        ("", None, None),
        ("x" * 1000, None, "x" * 500 + "…"),
        ('{"message":' * 20 + '"deep"' + "}" * 20, None, None),
        ("[]", None, None),
        ("5", None, None),
    ],
)
def test_explanations_in_bodies(shopper: Shopper, body: str, code: str | None, message: str | None) -> None:
    with pytest.raises(Rejected) as caught:
        shopper.call(Api(status=400, content=body.encode()), "renew")
    assert (caught.value.code, caught.value.api_message) == (code, message)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("1.5", 1.5),
        ("86400", 86400.0),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e309", None),
        ("soon", None),
        ("1, 5", 5.0),
        ("1, soon", None),
        ("+2", 2.0),
        (".5", 0.5),
        ("1_000", None),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0.0),
        ("Sun Nov  6 08:49:37 1994", 0.0),
        ("Sun, 06 Nov 99999 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 +99999999999999", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("Sun, 06 Nov 1994 08:49:37", 0.0),
        ("Sun, 99 Nov 1994 08:49:37 GMT", None),
    ],
)
def test_retry_after(shopper: Shopper, header: str, seconds: float | None) -> None:
    with pytest.raises(runtime.RateLimited) as caught:
        shopper.call(Api(status=429, headers={"retry-after": header}), "renew")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("failure", "kind", "retryable_read", "retryable_write"),
    [
        (httpx.ConnectError("refused"), "NotDelivered", True, True),
        (httpx.ConnectTimeout("slow"), "NotDelivered", True, True),
        (httpx.PoolTimeout("busy"), "NotDelivered", True, True),
        (httpx.ProxyError("no"), "NotDelivered", True, True),
        (httpx.LocalProtocolError("bad"), "NotDelivered", True, True),
        (httpx.ReadTimeout("slow"), "TimedOut", True, False),
        (httpx.WriteTimeout("slow"), "TimedOut", True, False),
        (httpx.ReadError("reset"), "DeliveryUnknown", True, False),
        (httpx.WriteError("reset"), "DeliveryUnknown", True, False),
        (httpx.CloseError("reset"), "DeliveryUnknown", True, False),
        (httpx.RemoteProtocolError("gone"), "DeliveryUnknown", True, False),
    ],
)
def test_delivery(shopper: Shopper, failure: Exception, kind: str, retryable_read: bool, retryable_write: bool) -> None:
    for method, retryable in (("search", retryable_read), ("renew", retryable_write)):
        with pytest.raises(ActionError, match=type(failure).__name__) as caught:
            shopper.call(Api(failure=failure), method)
        error = caught.value
        assert type(error).__name__ == kind
        assert error.retryable is retryable
        # The original holds the request, and with it the credentials.
        assert error.__cause__ is None
        assert error.__context__ is None


def test_redirects_are_not_followed(shopper: Shopper) -> None:
    api = Api(status=302, headers={"location": f"https://evil.example/steal?x={CANARY}"})
    with pytest.raises(Rejected, match=r"redirects to https://evil.example; redirects are not followed") as caught:
        shopper.call(api, "whoami")
    assert len(api.requests) == 1
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "location",
    ["", "/here", "https://[bad", "http://a b", "\x7f", f"https://{CANARY}.evil/", "http://\x1b[2J", "//" + "x" * 5000],
)
def test_odd_redirects_are_errors_of_the_tree(shopper: Shopper, location: str) -> None:
    with pytest.raises(ActionError) as caught:
        shopper.call(Api(status=302, headers={"location": location}), "whoami")
    assert CANARY not in str(caught.value)
    assert str(caught.value).replace("\n", "").isprintable()
    assert len(str(caught.value)) < 1000


def test_repeated_secrets_are_masked(shopper: Shopper) -> None:
    api = Api(status=401, content=f'{{"code": "{CANARY}", "message": "Bad key {CANARY}"}}'.encode())
    with pytest.raises(runtime.Unauthorized) as caught:
        shopper.call(api, "whoami")
    assert caught.value.api_message == "Bad key ***"
    assert CANARY not in str(caught.value)


def test_a_repeated_secret_is_masked_before_the_message_is_cut(shopper: Shopper) -> None:
    content = "x" * 495 + CANARY
    with pytest.raises(runtime.Unauthorized) as caught:
        shopper.call(Api(status=401, content=content.encode(), headers={"x-request-id": CANARY}), "whoami")
    assert CANARY[:5] not in str(caught.value)


def test_other_exceptions_pass_through(shopper: Shopper) -> None:
    with pytest.raises(ZeroDivisionError):
        shopper.call(Api(failure=ZeroDivisionError()), "renew")


def test_errors_can_be_pickled_and_copied() -> None:
    envelope = Shopper("sync").execute(Api(status=409, content=b'{"message": "No."}'), "renew")
    for again in (pickle.loads(pickle.dumps(envelope.exception)), copy.copy(envelope.exception)):
        assert str(again) == str(envelope.exception)
        assert (again.status, again.raw.content) == (409, b'{"message": "No."}')


def test_a_closed_client_says_so() -> None:
    shop = Shop(**CREDENTIALS, transport=httpx.MockTransport(Api()))
    shop.close()
    with pytest.raises(RuntimeError, match="closed"):
        shop.renew()


def test_two_ways_to_send_are_one_too_many() -> None:
    with httpx.Client() as client, pytest.raises(ValueError, match="not both"):
        Shop(**CREDENTIALS, transport=httpx.MockTransport(Api()), http_client=client)


def test_the_tree_is_as_drawn() -> None:
    parents: list[type] = []
    drawn: dict[str, tuple[int, Any]] = {}
    assert drawing is not None
    for line in drawing.splitlines():
        name = line.lstrip("│├└─… ").split(" ")[0]
        found = getattr(runtime, name, None) if name else None
        if isinstance(found, type) and issubclass(found, BaseException):
            depth = (len(line) - len(line.lstrip("│├└─ "))) // 4
            parents[depth:] = [found]
            drawn[name] = (depth, parents[depth - 1] if depth else Exception)
    errors = {name: item for name in runtime.__all__ if isinstance(item := getattr(runtime, name), type)}
    errors = {name: item for name, item in errors.items() if issubclass(item, BaseException)}
    assert drawn.keys() == errors.keys()
    assert all(errors[name].__bases__[0] is parent for name, (_, parent) in drawn.items())
