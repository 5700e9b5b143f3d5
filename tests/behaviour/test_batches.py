"""Long lists that are sent in parts: from the spec to what came of each item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import httpx
import pytest
from compiled import Compiled, compiled
from depot import CONNECTOR, SPECS, Depot, Fault, call, items
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory_runtime import (
    ActionError,
    BadRequest,
    Batch,
    DeliveryUnknown,
    InvalidInput,
    ItemsFailed,
    NotDelivered,
    Progress,
    Unauthorized,
)

FAULTS: tuple[Fault, ...] = (
    "done", "partial", "refused", "unauthorized", "limited", "broken", "late", "lost", "cut", "unconnected", "garbage",
)  # fmt: skip
WAYS = pytest.mark.parametrize("way", ["sync", "async"])
BAD: list[Fault] = ["lost", "lost", "lost"]


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "batch_clients", CONNECTOR, SPECS) as made:
        yield made


def _numbers(outcomes: Any) -> list[str]:
    return [outcome.input["number"] for outcome in outcomes]


@WAYS
def test_a_long_list_is_sent_in_parts_and_each_item_has_an_outcome(acme: Compiled, way: str) -> None:
    api = Depot({"3": ["partial"], "6": ["refused"], "9": ["lost"]})
    given_items = items(13)
    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.add_items(items=given_items, note="n"))
    assert sorted(json.loads(request.content)["items"][0]["number"] for request in api.requests) == [
        "0", "12", "3", "6", "9",
    ]  # fmt: skip
    assert all(json.loads(request.content)["note"] == "n" for request in api.requests)
    assert _numbers(batch.succeeded) == ["0", "1", "2", "4", "12"]
    assert _numbers(batch.failed) == ["3", "5", "6", "7", "8"]
    assert _numbers(batch.unknown) == ["9", "10", "11"]
    assert [outcome.input for outcome in batch] == given_items
    assert all(outcome.input is item for outcome, item in zip(batch, given_items, strict=True))
    assert [(part.first, part.count, part.successful) for part in batch.parts] == [
        (0, 3, True), (3, 3, True), (6, 3, False), (9, 3, False), (12, 1, True),
    ]  # fmt: skip
    assert [answer.count for answer in batch.answers] == [3, 3, 1]


@WAYS
def test_the_words_of_the_api_are_those_of_the_item(acme: Compiled, way: str) -> None:
    api = Depot({"0": ["partial"]})
    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.add_items(items=items(2)))
    (failed,) = batch.failed
    assert isinstance(failed.exception, BadRequest)
    assert failed.exception.api_message == "no room"
    assert failed.data == {"item": {"number": "0"}, "why": "no room"}
    with pytest.raises(ItemsFailed, match="1 of 2 items failed") as caught:
        batch.require()
    assert caught.value.outcomes is batch


@WAYS
@pytest.mark.parametrize(
    ("fault", "error"),
    [("refused", BadRequest), ("unauthorized", Unauthorized), ("lost", DeliveryUnknown), ("unconnected", NotDelivered)],
)
def test_the_error_of_the_only_request_is_raised(
    acme: Compiled, way: str, fault: Fault, error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(acme.module, way, Depot({"0": [fault] * 3}), lambda client: client.add_items(items=items(3)))


@WAYS
def test_errors_of_all_requests_are_raised_together(acme: Compiled, way: str) -> None:
    api = Depot({"0": ["refused"], "3": BAD})
    with pytest.raises(ItemsFailed, match="3 of 4 items failed, 1 may or may not have been done") as caught:
        call(acme.module, way, api, lambda client: client.add_items(items=items(4)))
    assert _numbers(caught.value.outcomes.unknown) == ["3"]


@WAYS
def test_after_a_refusal_of_the_key_nothing_more_is_sent(acme: Compiled, way: str) -> None:
    api = Depot({str(number): ["unauthorized"] for number in range(0, 90, 3)})
    with pytest.raises(Unauthorized):
        call(acme.module, way, api, lambda client: client.add_items(items=items(90)))
    assert len(api.requests) <= 8


@WAYS
def test_what_is_left_is_sent_again_and_nothing_is_done_twice(acme: Compiled, way: str) -> None:
    api = Depot({"0": ["unconnected"] * 3, "3": ["refused"], "6": ["lost"]})
    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.add_items(items=items(10)))
    assert [item["number"] for item in batch.left] == ["0", "1", "2"]
    again: Batch[Any] = call(acme.module, way, api, lambda client: client.add_items(items=batch.left))
    assert _numbers(again.succeeded) == ["0", "1", "2"]
    assert max(api.effects.values()) == 1


@WAYS
def test_no_list_is_one_request(acme: Compiled, way: str) -> None:
    api = Depot()
    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.add_items(items=[]))
    assert (len(batch), len(api.requests), batch.answers[0].count) == (0, 1, 0)


@WAYS
def test_each_request_has_an_idempotency_key_of_its_own(acme: Compiled, way: str) -> None:
    api = Depot({"3": ["lost", "lost"]})
    options = {"idempotency_key": "mine"}
    call(acme.module, way, api, lambda client: client.order_items(items=items(7), options=options))
    keys = [request.headers["idempotency-key"] for request in api.requests]
    assert sorted(keys) == ["mine-0", "mine-3", "mine-3", "mine-3", "mine-6"]
    assert set(api.effects.values()) == {1}


@WAYS
def test_progress_is_told_after_each_request(acme: Compiled, way: str) -> None:
    told: list[Progress] = []
    options = {"on_progress": told.append}
    api = Depot({"3": ["refused"]})
    call(acme.module, way, api, lambda client: client.add_items(items=items(7), options=options))
    assert [(item.parts_through, item.parts, item.items) for item in told] == [(1, 3, 7), (2, 3, 7), (3, 3, 7)]
    assert (told[-1].items_through, told[-1].successful) == (7, 4)


@WAYS
def test_of_several_lists_the_given_one_is_split(acme: Compiled, way: str) -> None:
    sent: list[Any] = []

    def api(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        sent.append(body)
        rows = [{"state": "BAD", "why": "lost"} if item == 3 else {"state": "OK"} for item in body.get("ids", [1])]
        return httpx.Response(200, json=rows)

    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.mark_items(ids=[1, 2, 3]))
    assert sorted(sent, key=str) == [{"ids": [1, 2]}, {"ids": [3]}]
    assert [outcome.input for outcome in batch.failed] == [3]
    assert [outcome.data["state"] for outcome in batch] == ["OK", "OK", "BAD"]
    batch = call(acme.module, way, api, lambda client: client.mark_items(names=["a"]))
    assert batch.successful
    assert sent[-1] == {"names": ["a"]}


@WAYS
def test_a_failure_of_nobody_leaves_all_in_doubt(acme: Compiled, way: str) -> None:
    answers = {1: {"errors": ["one of them"]}, 3: {"errors": ["this"]}, 5: {"errors": []}}

    def api(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answers[json.loads(request.content)["ids"][0]])

    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.report_items(ids=[1, 2, 5, 6]))
    assert [outcome.input for outcome in batch.unknown] == [1, 2]
    assert [outcome.input for outcome in batch.succeeded] == [5, 6]
    batch = call(acme.module, way, api, lambda client: client.report_items(ids=[3]))
    assert [outcome.input for outcome in batch.failed] == [3]


@WAYS
def test_bodies_stay_within_the_limit(acme: Compiled, way: str) -> None:
    sizes: list[int] = []

    def api(request: httpx.Request) -> httpx.Response:
        sizes.append(len(request.content))
        return httpx.Response(200)

    texts = ["x" * 20, "é" * 10, "y" * 70, "z", "z"]
    batch: Batch[Any] = call(acme.module, way, api, lambda client: client.weigh_items(texts=texts))
    assert batch.successful
    assert len(batch.parts) == 2
    assert max(sizes) <= 100
    with pytest.raises(InvalidInput, match=r"texts\[1\]: does not fit into a request of 100 bytes"):
        call(acme.module, way, api, lambda client: client.weigh_items(texts=["a", "x" * 100]))
    assert len(sizes) == 2


@WAYS
def test_the_envelope_tells_of_each_request(acme: Compiled, way: str) -> None:
    api = Depot({"3": ["partial"], "6": ["refused"]})
    envelope = call(acme.module, way, api, lambda client: client.execute("add_items", {"items": items(10)}))
    assert not envelope.successful
    assert isinstance(envelope.exception, ItemsFailed)
    assert envelope.data["store"] == "north"
    assert [row["item"]["number"] for row in envelope.data["refused"]] == ["3", "5"]
    assert "count" not in envelope.data, "the requests differ, so no value is true of the whole"
    batch = envelope.batch
    assert {name: batch[name] for name in ("items", "succeeded", "failed", "unknown")} == {
        "items": 10, "succeeded": 5, "failed": 5, "unknown": 0,
    }  # fmt: skip
    assert [(part["first"], part["count"], part["successful"]) for part in batch["parts"]] == [
        (0, 3, True), (3, 3, True), (6, 3, False), (9, 1, True),
    ]  # fmt: skip
    (schema,) = [
        json.loads(file.text)
        for file in JsonSchemaEmitter().emit(acme.project)
        if file.path.name == "add_items.output.json"
    ]
    Draft202012Validator(schema).validate(envelope.to_dict())


@WAYS
def test_the_envelope_of_one_request_is_that_of_any_call(acme: Compiled, way: str) -> None:
    api = Depot({"0": ["partial"]})
    envelope = call(acme.module, way, api, lambda client: client.execute("add_items", {"items": items(2)}))
    assert envelope.successful
    assert envelope.to_dict().keys() == {"data", "successful"}
    assert envelope.data["count"] == 2


@WAYS
def test_an_action_made_of_it_returns_the_joined_answer(acme: Compiled, way: str) -> None:
    api = Depot()
    answer = call(acme.module, way, api, lambda client: client.fill_store(items=items(7)))
    assert (answer.store, len(api.requests)) == ("north", 3)
    with pytest.raises(ItemsFailed):
        call(acme.module, way, Depot({"3": ["refused"]}), lambda client: client.fill_store(items=items(7)))


@WAYS
def test_the_plan_has_every_request(acme: Compiled, way: str) -> None:
    plan = call(acme.module, way, Depot(), lambda client: client.plan("add_items", {"items": items(7)}))
    assert [json.loads(request.body)["items"][0]["number"] for request in plan.requests] == ["0", "3", "6"]
    assert plan.most_requests == 9


@WAYS
def test_the_answer_as_it_came_belongs_to_a_part(acme: Compiled, way: str) -> None:
    with pytest.raises(TypeError, match="each of its `parts` has the answer as `raw`"):
        call(acme.module, way, Depot(), lambda client: client.raw(client.add_items, items=items(1)))
    batch = call(acme.module, way, Depot(), lambda client: client.add_items(items=items(1)))
    assert json.loads(batch.parts[0].raw.content)["store"] == "north"


@WAYS
@pytest.mark.parametrize("option", [{"journal": "a"}, {"on_progress": print}])
def test_options_for_parts_need_parts(acme: Compiled, way: str, option: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="sends no long lists"):
        call(acme.module, way, Depot(), lambda client: client.get_import(id="a", options=option))


@given(
    faults=st.lists(st.lists(st.sampled_from(FAULTS), max_size=4), min_size=5, max_size=5),
    count=st.integers(0, 14),
    action=st.sampled_from(["add_items", "set_items", "order_items"]),
    way=st.sampled_from(["sync", "async"]),
)
@settings(max_examples=150)
def test_every_item_is_in_one_place_whatever_happens(
    acme: Compiled, faults: list[list[Fault]], count: int, action: str, way: str
) -> None:
    plans = {str(3 * part): plan for part, plan in enumerate(faults)}
    api, mine = Depot(plans), items(count)
    batch = _settled(acme, way, api, action, mine)
    if batch is None:
        return
    places = [_numbers(batch.succeeded), _numbers(batch.failed), _numbers(batch.unknown)]
    assert sorted(sum(places, start=list[str]())) == sorted(item["number"] for item in mine)
    assert [outcome.input for outcome in batch] == mine
    if action != "set_items":
        assert max(api.effects.values(), default=0) <= 1, "nothing is done twice"
    if action == "add_items":
        assert all(api.effects[number] == 1 for number in places[0])
        assert all(api.effects[number] == 0 for number in places[1])
        _settled(acme, way, api, action, list(batch.left))
        assert max(api.effects.values(), default=0) <= 1, "nor when what is left is sent again"


def _settled(acme: Compiled, way: str, api: Depot, action: str, mine: list[dict[str, str]]) -> Batch[Any] | None:
    """What came of the items; `None` when one request carried them all and was not done."""
    try:
        return call(acme.module, way, api, lambda client: getattr(client, action)(items=mine))
    except ItemsFailed as error:
        return cast("Batch[Any]", error.outcomes)
    except Unauthorized:
        return None
    except ActionError:
        if len(mine) > 3:
            raise
        return None
