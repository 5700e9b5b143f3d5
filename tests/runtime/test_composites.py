"""Actions made of other actions: compiled from specs, called through both drivers."""

import asyncio
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias

import httpx
import pytest
from jsonschema import Draft202012Validator

from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.emit.python import PythonEmitter
from connectory.model import Project
from connectory.pipeline import compile_specs
from connectory_runtime import (
    DeliveryUnknown,
    Envelope,
    InvalidInput,
    ItemsFailed,
    MissingCredential,
    NotDelivered,
    NotFound,
    Outcome,
    Outcomes,
    ServerError,
    Unauthorized,
)
from connectory_runtime._core import _Calls

HERE = Path(__file__).parent / "composites"
Driver: TypeAlias = Literal["sync", "async"]
Answer: TypeAlias = tuple[int, Any] | Exception


@pytest.fixture(scope="module")
def project() -> Project:
    return compile_specs(HERE / "specs", HERE).require()


@pytest.fixture(scope="module")
def package(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    root = tmp_path_factory.mktemp("composites")
    for file in PythonEmitter("composite_clients").emit(project):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    sys.path.insert(0, str(root / "python"))
    yield importlib.import_module("composite_clients.acme")
    sys.path.remove(str(root / "python"))


class Api:
    """Answers by method and path, and keeps what it was asked. `together` is how many calls were open at most."""

    def __init__(self, answers: dict[str, Answer], default: Answer = (404, {"message": "nothing there"})) -> None:
        self.answers = answers
        self.default = default
        self.asked: list[str] = []
        self.open = self.together = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = f"{request.method} {request.url.raw_path.decode()}"
        self.asked.append(asked)
        answer = self.answers.get(asked, self.default)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer[0], json=answer[1])

    async def later(self, request: httpx.Request) -> httpx.Response:
        self.open += 1
        self.together = max(self.together, self.open)
        await asyncio.sleep(0)
        self.open -= 1
        return self(request)


Use: TypeAlias = Callable[[Any], Any]


class Caller:
    def __init__(self, package: Any, driver: Driver) -> None:
        self.package = package
        self.driver = driver

    def __call__(self, api: Api, use: Use, key: str | None = "secret-key") -> Any:
        if self.driver == "sync":
            with self.package.Acme(api_key=key, retries=0, transport=httpx.MockTransport(api)) as acme:
                return use(acme)
        return asyncio.run(self._later(api, use, key))

    async def _later(self, api: Api, use: Use, key: str | None) -> Any:
        async with self.package.AsyncAcme(api_key=key, retries=0, transport=httpx.MockTransport(api.later)) as acme:
            return await use(acme)


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, package: Any) -> Caller:
    return Caller(package, request.param)


def deleted(*numbers: str) -> dict[str, Answer]:
    return {f"DELETE /orders/{number}": (200, {"number": number}) for number in numbers}


# choose


def test_the_branch_that_fits_is_called_with_its_own_arguments(call: Caller) -> None:
    api = Api({"DELETE /orders/a?reason=removed": (200, {"number": "a", "total": 3})})
    order = call(api, lambda acme: acme.remove_order(number="a", how="delete"))
    assert (type(order).__name__, order.number, order.total) == ("Order", "a", 3)
    assert api.asked == ["DELETE /orders/a?reason=removed"]


def test_another_value_chooses_another_branch_and_type(call: Caller) -> None:
    api = Api({"POST /orders/a/archive": (200, {"archived": True})})
    result = call(api, lambda acme: acme.remove_order(number="a", how="archive"))
    assert (type(result).__name__, result.archived) == ("ArchiveOrderResult", True)


def test_no_branch_fits(call: Caller) -> None:
    api = Api({})
    with pytest.raises(InvalidInput) as caught:
        call(api, lambda acme: acme.remove_order(number="a"))
    assert api.asked == []
    assert caught.value.action == "remove_order"
    assert "how: nothing fits; give how = 'delete'; or how = 'archive'" in str(caught.value)
    assert "remove_order.yaml:8" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, "POST /orders/a/archive"),
        ({"how": "archive"}, "POST /orders/a/archive"),
        ({"how": "delete"}, "DELETE /orders/a"),
    ],
)
def test_a_parameter_that_is_not_given_counts_as_its_default(call: Caller, given: dict[str, Any], asked: str) -> None:
    api = Api({asked: (200, {"number": "a", "archived": True})})
    call(api, lambda acme: acme.close_order(number="a", **given))
    assert call(api, lambda acme: acme.execute("close_order", {"number": "a", **given})).successful
    assert api.asked == [asked, asked]


def test_own_rules_come_first(call: Caller) -> None:
    api = Api({})
    with pytest.raises(InvalidInput, match="exactly one of number and numbers"):
        call(api, lambda acme: acme.remove_any(number="a", numbers=["b"]))
    assert api.asked == []


def test_what_the_called_action_refuses_names_both(call: Caller) -> None:
    with pytest.raises(InvalidInput) as caught:
        call(Api({}), lambda acme: acme.remove_order(number="too long", how="delete"))
    assert caught.value.action == "delete_order"
    assert caught.value.callers == ("acme.remove_order",)
    assert "called by: acme.remove_order" in str(caught.value)


def test_a_composite_may_call_a_composite(call: Caller) -> None:
    api = Api(deleted("a", "b"))
    outcomes = call(api, lambda acme: acme.remove_any(numbers=["a", "b"]))
    assert [order.number for order in outcomes.require()] == ["a", "b"]
    envelope = call(Api(deleted("a")), lambda acme: acme.execute("remove_any", {"numbers": ["a", "b"]}))
    assert [item["successful"] for item in envelope.data] == [True, False]
    assert not envelope.successful


# each


def test_every_item_is_called_and_typed(call: Caller) -> None:
    api = Api({f"{asked}?reason=old": answer for asked, answer in deleted("a", "b", "c").items()})
    outcomes: Outcomes[Any] = call(api, lambda acme: acme.delete_orders(numbers=["a", "b", "c"], reason="old"))
    assert [type(outcome.data).__name__ for outcome in outcomes] == ["Order"] * 3
    assert [order.number for order in outcomes.require()] == ["a", "b", "c"]
    assert outcomes.successful
    assert len(api.asked) == 3


def test_an_error_of_one_does_not_stop_the_others(call: Caller) -> None:
    api = Api({**deleted("a", "d"), "DELETE /orders/b": httpx.ReadError("gone")})
    outcomes: Outcomes[Any] = call(api, lambda acme: acme.delete_orders(numbers=["a", "b", "c", "d"]))
    assert [type(outcome.exception) for outcome in outcomes] == [type(None), DeliveryUnknown, NotFound, type(None)]
    assert [outcome.input for outcome in outcomes.failed] == ["c"]
    assert [outcome.input for outcome in outcomes.unknown] == ["b"]
    assert [outcome.input for outcome in outcomes.succeeded] == ["a", "d"]
    assert "called by: acme.delete_orders, item 2" in str(outcomes[2].error)
    with pytest.raises(ItemsFailed) as caught:
        outcomes.require()
    assert caught.value.outcomes is outcomes
    assert not caught.value.retryable
    lines = str(caught.value).splitlines()
    assert lines[0] == "acme.delete_orders: 1 of 4 items failed, 1 may or may not have been done"
    assert lines[2] == "  [2] the API answered 404"


def test_every_item_has_one_outcome_in_order_whatever_happens(call: Caller) -> None:
    numbers = [f"n{number}" for number in range(40)]
    kinds: list[Answer] = [(200, {}), (404, {}), (500, {}), httpx.ConnectError("no"), httpx.ReadTimeout("slow")]
    api = Api({f"DELETE /orders/{number}": kinds[index % 5] for index, number in enumerate(numbers)})
    outcomes: Outcomes[Any] = call(api, lambda acme: acme.delete_orders(numbers=numbers))
    assert [outcome.input for outcome in outcomes] == numbers
    assert len(outcomes.succeeded) == 8
    assert len(api.asked) == len(set(api.asked)) == 40


def test_several_calls_are_open_at_once_but_not_all(package: Any) -> None:
    api = Api({}, default=(200, {}))
    Caller(package, "async")(api, lambda acme: acme.delete_orders(numbers=[f"n{index}" for index in range(50)]))
    assert api.together == 8


def test_a_refused_credential_stops_the_rest(call: Caller) -> None:
    api = Api({}, default=(401, {"message": "no"}))
    outcomes: Outcomes[Any] = call(api, lambda acme: acme.delete_orders(numbers=[f"n{index}" for index in range(50)]))
    assert len(api.asked) <= 8
    assert isinstance(outcomes[0].exception, Unauthorized)
    assert isinstance(outcomes[-1].exception, NotDelivered)
    assert outcomes[-1].exception.retryable
    assert "an earlier call was refused with 401" in str(outcomes[-1].error)


def test_without_a_credential_nothing_is_sent(call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    api = Api({})
    with pytest.raises(MissingCredential):
        call(api, lambda acme: acme.delete_orders(numbers=["a", "b"]), key=None)
    assert api.asked == []


def test_an_item_that_the_called_action_refuses_is_an_outcome(call: Caller) -> None:
    api = Api(deleted("a"))
    outcomes: Outcomes[Any] = call(api, lambda acme: acme.delete_orders(numbers=["too long", "a"]))
    assert isinstance(outcomes[0].exception, InvalidInput)
    assert outcomes[1].successful
    assert api.asked == ["DELETE /orders/a"]


def test_the_whole_list_is_checked_first(call: Caller) -> None:
    api = Api(deleted("a"))
    with pytest.raises(InvalidInput) as caught:
        call(api, lambda acme: acme.delete_orders(numbers=["a", 5]))
    assert caught.value.violations[0].path == "numbers[1]"
    assert api.asked == []


def test_outcomes_show_no_input() -> None:
    outcome: Outcome[None] = Outcome("secret", None)
    assert "secret" not in repr(outcome)


def test_outcomes_are_a_sequence(call: Caller) -> None:
    outcomes: Outcomes[Any] = call(Api(deleted("a", "b")), lambda acme: acme.delete_orders(numbers=["a", "b"]))
    assert repr(outcomes) == "<Outcomes of acme.delete_orders: 2 of 2 succeeded>"
    assert outcomes[:1] == (outcomes[0],)


# steps


def test_steps_pass_answers_on_and_put_them_together(call: Caller) -> None:
    api = Api({"GET /balance": (200, {"amount": 1.5, "ownerId": 7}), "GET /owners/7": (200, {"name": "Ann"})})
    overview = call(api, lambda acme: acme.get_overview(note="hello"))
    assert type(overview).__name__ == "GetOverviewResult"
    assert (overview.balance.amount, overview.balance.owner_id) == (1.5, 7)
    assert (overview.name, overview.note, overview.kind) == ("Ann", "hello", "overview")
    assert api.asked == ["GET /balance", "GET /owners/7"]


def test_what_leads_to_nothing_is_left_out(call: Caller) -> None:
    api = Api({"GET /balance": (200, {"amount": 1.5, "ownerId": 7}), "GET /owners/7": (200, {})})
    envelope = call(api, lambda acme: acme.execute("get_overview", {}))
    assert envelope.data == {"balance": {"amount": 1.5, "ownerId": 7}, "kind": "overview"}


def test_a_step_without_the_value_it_needs(call: Caller) -> None:
    api = Api({"GET /balance": (200, {"amount": 1.5})})
    with pytest.raises(InvalidInput) as caught:
        call(api, lambda acme: acme.get_overview())
    assert caught.value.action == "get_owner"
    assert caught.value.callers == ("acme.get_overview, step owner, after balance",)
    assert api.asked == ["GET /balance"]


def test_a_failing_step_names_itself_and_what_was_done(call: Caller) -> None:
    api = Api({"GET /balance": (200, {"ownerId": 7}), "GET /owners/7": (500, {})})
    with pytest.raises(ServerError) as caught:
        call(api, lambda acme: acme.get_overview())
    assert caught.value.action == "get_owner"
    assert "called by: acme.get_overview, step owner, after balance" in str(caught.value)


def test_a_failing_step_ends_the_rest(call: Caller) -> None:
    api = Api({"GET /balance": (500, {})})
    envelope = call(api, lambda acme: acme.execute("get_overview"))
    assert isinstance(envelope.exception, ServerError)
    assert envelope.exception.callers == ("acme.get_overview, step balance",)
    assert envelope.data == {}
    assert api.asked == ["GET /balance"]


# execute

EXECUTED: list[tuple[str, dict[str, Any], dict[str, Answer]]] = [
    ("delete_orders", {"numbers": ["a", "b"]}, deleted("a", "b")),
    ("delete_orders", {"numbers": ["a", "b"]}, deleted("a")),
    ("delete_orders", {"numbers": []}, {}),
    ("remove_order", {"number": "a", "how": "archive"}, {"POST /orders/a/archive": (200, {"archived": True})}),
    ("remove_order", {"number": "a", "how": "archive"}, {}),
    ("remove_order", {"number": "a"}, {}),
    ("get_overview", {}, {"GET /balance": (200, {"ownerId": 7}), "GET /owners/7": (200, {"name": "Ann"})}),
    ("get_overview", {}, {}),
]


@pytest.mark.parametrize(("identifier", "arguments", "answers"), EXECUTED)
def test_envelopes_fit_their_schemas(
    call: Caller, project: Project, identifier: str, arguments: dict[str, Any], answers: dict[str, Answer]
) -> None:
    schemas = {file.path.name: file.text for file in JsonSchemaEmitter().emit(project)}
    envelope: Envelope = call(Api(answers), lambda acme: acme.execute(identifier, arguments))
    document = json.loads(json.dumps(envelope.to_dict()))
    Draft202012Validator(json.loads(schemas[f"{identifier}.output.json"])).validate(document)
    assert envelope.successful == (envelope.error is None) == (envelope.exception is None)


def test_what_came_of_each_item_is_in_the_envelope(call: Caller) -> None:
    envelope = call(Api(deleted("a")), lambda acme: acme.execute("DELETE-orders", {"numbers": ["a", "b"]}))
    good, bad = envelope.data
    assert good == {"input": "a", "data": {"number": "a"}, "successful": True}
    assert (bad["input"], bad["data"], bad["successful"]) == ("b", None, False)
    assert "the API answered 404" in bad["error"]
    assert isinstance(envelope.exception, ItemsFailed)
    assert envelope.error is not None
    assert envelope.error.startswith("acme.delete_orders: 1 of 2 items failed")


def test_a_key_is_in_no_error(call: Caller) -> None:
    api = Api({}, default=(401, {"message": "secret-key is wrong"}))
    envelope = call(api, lambda acme: acme.execute("delete_orders", {"numbers": ["a", "b"]}))
    assert "secret-key" not in json.dumps(envelope.to_dict())
    assert "secret-key" not in repr(envelope)


@pytest.mark.parametrize(("part", "key"), [("2", "mine-2"), ("", "mine")])
def test_each_of_several_calls_has_a_key_of_its_own(part: str, key: str) -> None:
    given: list[Any] = []

    class Recorder:
        def named(self, name: str) -> str:
            return name

        def call(self, action: str, arguments: dict[str, Any], options: Any) -> None:
            given.append(options)

    calls = _Calls(Recorder(), {"idempotency_key": "mine", "timeout": 5.0})  # type: ignore[arg-type]
    calls.typed("delete_order", {}, part)
    assert given == [{"idempotency_key": key, "timeout": 5.0}]
