"""What goes over the wire: vectors as data, through both drivers, and what vectors cannot say."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import httpx
import pytest
from shop_testing import Api, Shopper
from vectors import document, each_vector, is_plain, python_of, written

from connectory.naming import parameter_name
from connectory_runtime import ActionError, InvalidInput, MissingCredential
from connectory_runtime._version import VERSION

DOCUMENT = document("requests")
OF_THE_TRANSPORT = {"host", "connection", "content-length"}


@each_vector("requests")
def test_vectors(caller: Shopper, vector: dict[str, Any]) -> None:
    typed, by_name = Api(), Api()
    for api, error in ((typed, _called(caller, typed, vector)), (by_name, _executed(caller, by_name, vector))):
        if "request" in vector:
            assert error is None
            _compare(api.request, vector["request"])
        else:
            assert api.requests == []
            _compare_refusal(error, vector["refused"])


def _called(caller: Shopper, api: Api, vector: dict[str, Any]) -> ActionError | None:
    """Call the method of the action."""
    arguments = {parameter_name(name): python_of(value) for name, value in vector["arguments"].items()}
    try:
        caller.with_client(
            api,
            lambda client: getattr(client, vector["action"])(**arguments, options=vector.get("options")),
            **_options(vector),
        )
    except ActionError as error:
        return error
    return None


def _executed(caller: Shopper, api: Api, vector: dict[str, Any]) -> ActionError | None:
    """Call the action by its id, with the arguments as JSON where they are."""
    arguments = vector["arguments"] if is_plain(vector["arguments"]) else python_of(vector["arguments"])
    envelope = caller.with_client(
        api,
        lambda client: client.execute(vector["action"], arguments, vector.get("options")),
        **_options(vector),
    )
    exception: ActionError | None = envelope.exception
    return exception


def _options(vector: dict[str, Any]) -> dict[str, Any]:
    return {**DOCUMENT["credentials"], **vector.get("client", {})}


def _compare(request: httpx.Request, expected: dict[str, Any]) -> None:
    content, headers = request.content, [(name.lower(), text) for name, text in request.headers.multi_items()]
    boundary = request.headers.get("content-type", "").partition("boundary=")[2]
    if boundary:
        content = content.replace(boundary.encode(), b"BOUNDARY")
        headers = [(name, text.replace(boundary, "BOUNDARY")) for name, text in headers]
    assert request.method == expected["method"]
    address = request.url
    assert request.headers["host"] == address.netloc.decode()
    assert f"{address.scheme}://{address.netloc.decode()}{address.raw_path.decode()}" == expected["url"]
    own = {name.lower(): text for name, text in expected.get("headers", {}).items()}
    common = {name.lower(): text.replace("VERSION", VERSION) for name, text in DOCUMENT["headers"].items()}
    sent = sorted(pair for pair in headers if pair[0] not in OF_THE_TRANSPORT)
    assert sent == sorted({**common, **own}.items())
    assert int(request.headers.get("content-length", "0")) == len(request.content)
    if "json" in expected:
        assert written(json.loads(content)) == written(expected["json"])
    elif "base64" in expected:
        assert content == b64decode(expected["base64"])
    else:
        assert content.decode() == expected.get("text", "")


def _compare_refusal(error: ActionError | None, expected: dict[str, Any]) -> None:
    assert isinstance(error, InvalidInput)
    (violation,) = error.violations
    assert (violation.parameter, violation.rule) == (expected["parameter"], expected["rule"])
    assert expected.get("says", "") in str(error)


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


@pytest.mark.parametrize(
    "url", ["shop.example", "ftp://shop.example", "https://", "https://u:p@shop.example", "https://shop.example/?a=b"]
)
def test_a_base_url_that_is_none_is_refused(shopper: Shopper, url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        shopper.with_client(Api(), lambda shop: shop.renew(), base_url=url)


def test_what_its_place_cannot_hold_is_refused_with_the_line_of_the_spec(shopper: Shopper) -> None:
    with pytest.raises(InvalidInput, match=r"item: .*specs/shop/items/get_item.yaml:7"):
        shopper.call(Api(), "get_item", item="..")


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
