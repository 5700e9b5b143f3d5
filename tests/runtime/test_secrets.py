"""The canary never sings: no secret in texts, logs, errors or tracebacks."""

import logging
import pickle
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from shop_client import AsyncShop, Shop
from shop_testing import CANARY, CREDENTIALS, Api, Shopper

from connectory_runtime import ActionError
from connectory_runtime._secret import Secret, masked

# One method for each way that a credential or a secret parameter can travel.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_item", {"item": 1}),
    ("list_items", {}),
    ("whoami", {}),
    ("delete_item", {"id": 1}),
    ("set_emails", {"first": "a"}),
    ("login", {"user": "u", "password": CANARY}),
    ("search", {"password": CANARY}),
]

OUTCOMES = [
    Api(content=b'{"id": "odd"}'),
    Api(status=401, content=f"<p>{CANARY}</p>".encode()),
    Api(status=302, headers={"location": f"https://x.example/{CANARY}"}),
    Api(content=b"x", headers={"content-encoding": "br"}),
    Api(failure=httpx.ConnectError("refused")),
    Api(failure=httpx.ReadTimeout("slow")),
]


@contextmanager
def _every_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "connectory"):
        yield


@pytest.mark.parametrize(("method", "arguments"), CALLS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_secret_is_shown(
    shopper: Shopper, caplog: pytest.LogCaptureFixture, method: str, arguments: dict[str, Any], outcome: Api
) -> None:
    api = Api(outcome.status, outcome.content, outcome.headers, outcome.failure)
    with _every_log(caplog):
        try:
            shopper.call(api, method, **arguments)
        except ActionError as error:
            shown = [str(error), repr(error), repr(vars(error)), "".join(traceback.format_exception(error))]
            assert CANARY not in "".join(shown)
            if CANARY not in arguments.values():
                trace = traceback.TracebackException.from_exception(error, capture_locals=True)
                ours = [frame for frame in trace.stack if "connectory_runtime" in frame.filename]
                assert ours
                assert CANARY not in repr([frame.locals for frame in ours])
    assert caplog.records
    assert CANARY not in caplog.text


@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_the_secret_did_travel(shopper: Shopper, method: str, arguments: dict[str, Any]) -> None:
    api = Api()
    shopper.call(api, method, **arguments)
    request = api.request
    wire = request.url.raw_path + b"".join(b": ".join(pair) for pair in request.headers.raw) + request.content
    assert CANARY.encode() in wire or b"Basic Y29ubmVjdG9yeTpjYW5hcnkt" in wire


def test_clients_show_no_secret() -> None:
    for client in (Shop(**CREDENTIALS), AsyncShop(**CREDENTIALS)):
        core = client._core
        shown = [repr(client), str(client), repr(vars(client)), repr(vars(core)), repr(vars(client._sender))]
        assert CANARY not in "".join(shown)


def test_a_secret_is_wrapped() -> None:
    secret = Secret(CANARY)
    assert CANARY not in f"{secret} {secret!r} {[secret]} {secret!s:>40}"
    assert secret.reveal() == CANARY
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_masking_leaves_words_alone() -> None:
    assert masked(f"a {CANARY} b", [Secret(CANARY), Secret("b"), Secret("")]) == "a *** b"


def test_logs_name_the_call_and_not_its_values(shopper: Shopper, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "connectory")
    shopper.call(Api(status=201, content=b'{"id": 1, "name": "x"}'), "get_item", item="private")
    (record,) = [record for record in caplog.records if record.name == "connectory"]
    assert record.getMessage().startswith("shop.get_item: GET /v1/items/{id}: 201 in ")


def test_a_deprecated_action_is_told_once(shopper: Shopper, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "connectory")

    def twice(shop: Any) -> Any:
        if shopper.driver.startswith("async"):
            return _both(shop)
        shop.renew()
        return shop.renew()

    shopper.with_client(Api(), twice)
    assert [record.getMessage() for record in caplog.records] == ["shop.renew is deprecated: Use login."]


async def _both(shop: AsyncShop) -> None:
    await shop.renew()
    await shop.renew()
