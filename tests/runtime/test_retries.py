"""What is sent again, when, and what stops it: vectors as data, through both drivers, on a clock that stands still."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pay_client import ACTIONS, KEYED, READ, SEND, AsyncPay, Pay
from vectors import each_vector

from connectory_runtime import (
    ActionError,
    Clock,
    InvalidInput,
    NotDelivered,
    Options,
    RateLimited,
    Retries,
    ServerError,
)
from connectory_runtime._quota import CAPACITY, COST
from connectory_runtime._retry import Failure, Retry, Stop, decide
from connectory_runtime.testing import FakeClock

FAILURES = {
    "not sent": httpx.ConnectError("refused"),
    "unknown": httpx.ReadError("reset"),
    "timed out": httpx.ReadTimeout("slow"),
}


class Script:
    """An API that answers by a list, and repeats the last answer for ever."""

    def __init__(self, *tries: Any) -> None:
        self.tries = tries
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        step = self.tries[min(len(self.requests), len(self.tries)) - 1]
        if step in ("not sent", "unknown", "timed out"):
            raise FAILURES[step]
        if step == "unreadable":
            return httpx.Response(200, headers={"content-encoding": "br"}, stream=httpx.ByteStream(b"?"))
        if isinstance(step, int):
            step = {"status": step}
        headers = {name: text.encode("latin-1") for name, text in step.get("headers", {}).items()}
        content = json.dumps(step["json"]).encode() if "json" in step else b""
        return httpx.Response(step["status"], headers=headers, stream=httpx.ByteStream(content))


Make = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest) -> Make:
    """Calls an action of a new client, or several times of one."""

    def blocking(api: Script, action: Any, options: Options, times: int, **given: Any) -> Any:
        with Pay(transport=httpx.MockTransport(api), **given) as pay:
            for _ in range(times - 1):
                with pytest.raises(ActionError):
                    pay.make(action, **options)
            return pay.make(action, **options)

    async def awaiting(api: Script, action: Any, options: Options, times: int, **given: Any) -> Any:
        async with AsyncPay(transport=httpx.MockTransport(api), **given) as pay:
            for _ in range(times - 1):
                with pytest.raises(ActionError):
                    await pay.make(action, **options)
            return await pay.make(action, **options)

    def made(api: Script, action: Any, options: Options | None = None, times: int = 1, **given: Any) -> Any:
        given = {"clock": FakeClock(), **given}
        if request.param == "sync":
            return blocking(api, action, options or {}, times, **given)
        return asyncio.run(awaiting(api, action, options or {}, times, **given))

    return made


@each_vector("retry")
def test_vectors(make: Make, vector: dict[str, Any]) -> None:
    api, clock = Script(*vector["tries"]), FakeClock(chance=vector.get("chance", 1.0))
    given: dict[str, Any] = {"clock": clock, "retries": Retries(**vector.get("retries", {}))}
    if "deadline" in vector:
        given["deadline"] = vector["deadline"]
    action = ACTIONS[vector["action"]]
    if vector["then"] == "ok":
        make(api, action, **given)
    else:
        with pytest.raises(ActionError) as caught:
            make(api, action, **given)
        error = caught.value
        assert type(error).__name__ == vector["then"]
        assert error.retry_stopped is not None
        assert error.retry_stopped.reason == vector["stopped"]
        assert error.tries == len(vector["tries"])
    assert clock.waits == pytest.approx(vector["waits"])
    assert len(api.requests) == len(vector["tries"])


def test_options_win_over_the_client(make: Make) -> None:
    api = Script(500)
    with pytest.raises(ServerError):
        make(api, READ, {"retries": 4}, retries=0)
    assert len(api.requests) == 5


@pytest.mark.parametrize("retries", [-1, 1.5, True, "2", None])
def test_odd_numbers_of_retries(make: Make, retries: Any) -> None:
    with pytest.raises(TypeError, match="retries"):
        make(Script(200), READ, {"retries": retries})
    with pytest.raises(ValueError, match=r"Retries\.times"):
        make(Script(200), READ, retries=retries)


@pytest.mark.parametrize("odd", [{"longest": -1}, {"longest": float("nan")}, {"longest": "1"}, {"longest": True}])
def test_odd_amounts_of_time(odd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="number of seconds"):
        Retries(**odd)


def test_many_tries_do_not_overflow() -> None:
    failure = Failure(delivery="not sent", safe=False, number=10_000, left=float("inf"))
    decision = decide(failure, Retries(times=10**9, longest=1e300), 0.999)
    assert isinstance(decision, Retry)
    assert decision.after < 1e10


def test_the_message_tells_why_it_was_given_up(make: Make) -> None:
    with pytest.raises(ServerError) as caught:
        make(Script(503), READ)
    assert "  tries: 3; not again: it was tried 3 times\n" in str(caught.value)
    with pytest.raises(ServerError) as caught:
        make(Script(503), SEND)
    assert "  tries: 1; not again: it may have taken effect, and a second time would count twice\n" in str(caught.value)
    with pytest.raises(ActionError) as caught:
        make(Script(404), READ)
    assert "tries" not in str(caught.value)


def test_repetitions_are_logged(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "connectory"):
        make(Script(503, "unknown", 200), READ)
    assert [record.getMessage() for record in caplog.records] == [
        "pay.read: the API answered 503; again in 0.50 s (1 of 2)",
        "pay.read: the connection broke; again in 1.00 s (2 of 2)",
    ]


def test_giving_up_is_logged_with_its_name(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "connectory"), pytest.raises(ServerError):
        make(Script(503), SEND)
    told = "pay.send: not sent again (unsafe): it may have taken effect, and a second time would count twice"
    assert caplog.messages[-1] == told


def test_an_outage_is_not_amplified(make: Make) -> None:
    api = Script(500)
    calls = CAPACITY // COST
    with pytest.raises(ServerError) as caught:
        make(api, READ, times=calls)
    assert len(api.requests) == calls + CAPACITY // COST
    assert isinstance(caught.value.retry_stopped, Stop)
    assert caught.value.retry_stopped.reason == "quota"


def test_what_is_never_repeated_costs_no_quota(make: Make) -> None:
    api = Script(*[404] * CAPACITY, 500)
    with pytest.raises(ServerError) as caught:
        make(api, READ, times=CAPACITY + 1)
    assert caught.value.tries == 3


def test_a_key_is_made_for_each_call_and_kept(make: Make) -> None:
    api = Script("unknown", 503, 200)
    make(api, KEYED)
    make(api, KEYED)
    keys = [request.headers["idempotency-key"] for request in api.requests]
    assert len(keys) == 4
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert len(keys[0]) == 36


@pytest.mark.parametrize("options", [{"idempotency_key": "mine"}, {"headers": {"idempotency-key": "mine"}}])
def test_a_key_of_the_caller(make: Make, options: Options) -> None:
    api = Script("unknown")
    with pytest.raises(ActionError) as caught:
        make(api, KEYED, options)
    assert [request.headers.get_list("idempotency-key") for request in api.requests] == [["mine"]] * 3
    assert caught.value.idempotency_key == "mine"
    assert "  idempotency key: mine\n" in str(caught.value)
    assert not caught.value.retryable


def test_a_key_where_none_is_declared_is_refused(make: Make) -> None:
    api = Script(200)
    with pytest.raises(InvalidInput, match=r"options\.idempotency_key"):
        make(api, SEND, {"idempotency_key": "mine"})
    assert not api.requests


@pytest.mark.parametrize("key", ["", 5, None])
def test_odd_keys(make: Make, key: Any) -> None:
    with pytest.raises(TypeError, match="idempotency_key"):
        make(Script(200), KEYED, {"idempotency_key": key})


def test_a_key_that_breaks_the_request_apart(make: Make) -> None:
    with pytest.raises(InvalidInput, match="line break"):
        make(Script(200), KEYED, {"idempotency_key": "a\r\nb"})


def test_an_action_without_a_key_sends_none(make: Make) -> None:
    api = Script(200)
    make(api, SEND)
    assert "idempotency-key" not in api.requests[0].headers


def test_a_client_that_was_closed_meanwhile_says_so() -> None:
    class Closing(FakeClock):
        def sleep(self, seconds: float) -> None:
            pay.close()

    pay = Pay(transport=httpx.MockTransport(Script("not sent")), clock=Closing())
    with pytest.raises(RuntimeError, match="closed"):
        pay.make(READ)


def test_the_clock_of_the_machine_waits(make: Make) -> None:
    api = Script(*["not sent"] * 2, 200)
    make(api, READ, {"retries": Retries(longest=0.001)}, clock=Clock())
    assert len(api.requests) == 3


def test_kinds_of_errors_stay(make: Make) -> None:
    with pytest.raises(NotDelivered):
        make(Script("not sent"), SEND)
    with pytest.raises(RateLimited):
        make(Script(429), SEND)
