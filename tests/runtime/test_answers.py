"""Answers are read kindly: a surprise is kept, never an error. Vectors as data, and what they cannot say."""

from __future__ import annotations

import json
import logging
from base64 import b64decode
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from shop_client.actions import items, people
from shop_client.models import ImportResult, Item
from shop_testing import Api, Shopper
from typing_extensions import TypeAliasType
from vectors import document, each_vector, python_of, written

from connectory.naming import parameter_name
from connectory_runtime import ActionError, Envelope, Rejected
from connectory_runtime._decode import Decoder
from connectory_runtime._lenient import keep
from connectory_runtime._message import RawResponse, ResponseHeaders
from connectory_runtime.testing import FakeClock

ARGUMENTS = document("decoding")["arguments"] | document("failures")["arguments"]


@each_vector("decoding", "failures")
def test_vectors(caller: Shopper, vector: dict[str, Any]) -> None:
    action, api = vector["action"], _api(vector["answer"])
    arguments = {parameter_name(name): value for name, value in ARGUMENTS[action].items()}

    def called(client: Any) -> Any:
        return getattr(client, action)(**arguments)

    envelope: Envelope = caller.with_client(
        api, lambda client: client.execute(action, ARGUMENTS[action]), clock=FakeClock()
    )
    json.dumps(envelope.to_dict(), allow_nan=False).encode()
    assert envelope.successful is ("value" in vector)
    if "error" in vector:
        with pytest.raises(ActionError) as caught:
            caller.with_client(api, called, clock=FakeClock())
        for error in (caught.value, envelope.exception):
            assert error is not None
            _compare(error, python_of(vector["error"]), action)
        return
    value = caller.with_client(api, called, clock=FakeClock())
    assert written(_as_json(value)) == written(python_of(vector["value"]))
    assert written(envelope.data) == written(python_of(vector.get("data", vector["value"])))
    if "type" in vector:
        assert {type(item).__name__ for item in (value if isinstance(value, list) else [value])} == {vector["type"]}


def _api(answer: dict[str, Any]) -> Api:
    if "json" in answer:
        content = json.dumps(answer["json"]).encode()
    elif "base64" in answer:
        content = b64decode(answer["base64"])
    else:
        content = python_of(answer["text"]).encode()
    return Api(status=answer.get("status", 200), content=content, headers=answer.get("headers", {}))


def _compare(error: ActionError, expected: dict[str, Any], action: str) -> None:
    assert type(error).__name__ == expected["kind"]
    named = expected.keys() - {"kind", "says"}
    assert {name: getattr(error, name) for name in named} == {name: expected[name] for name in named}
    assert expected.get("says", "") in str(error)
    assert str(error).replace("\n", "").isprintable()
    assert len(str(error)) < 1000
    assert (error.connector, error.action) == ("acme", action)
    assert error.source.endswith(f"/{action}.yaml")
    if isinstance(error, Rejected):
        assert error.raw is not None
        assert error.raw.status == expected["status"]


def _as_json(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return value


def _json(value: Any, **headers: str) -> Api:
    return Api(content=json.dumps(value).encode(), headers={"content-type": "application/json", **headers})


def test_a_model(shopper: Shopper) -> None:
    item = shopper.call(_json({"id": 7, "name": "Book", "inStock": True, "odd": [1]}), "get_item", item=7)
    assert isinstance(item, Item)
    assert (item.id, item.name, item.in_stock, item.price, item.odd) == (7, "Book", True, None, [1])


def test_what_is_missing_is_none(shopper: Shopper) -> None:
    item = shopper.call(_json({"id": 7}), "get_item", item=7)
    assert (item.name, item.tags) == (None, [])
    assert item.model_fields_set == {"id"}


def test_a_surprise_is_logged_once_and_without_its_value(shopper: Shopper, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "connectory")
    api = _json({"id": "canary", "name": "x"})
    shopper.with_client(api, lambda shop: shop.get_item(item=1))
    (record,) = caplog.records
    assert record.getMessage() == (
        "shop.get_item: an answer is not what its spec says, first at id; it was kept as it came"
    )


Tree = TypeAliasType("Tree", "list[Tree] | int")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("announced", "value", "kept"),
    [
        (Tree, ["1", ["x"]], ["1", ["x"]]),
        (list[Tree], "1", [1]),
        (dict[str, list[int]], {"a": "1", "b": [2, "x"]}, {"a": [1], "b": [2, "x"]}),
        (Item | None, {"id": "x"}, Item.model_construct({"id"}, id="x", name=None)),
        (Annotated[list[int], "note"], "5", [5]),
        (list[int] | str, {"a": 1}, [{"a": 1}]),
        (str | None, 5, "5"),
        (int, "1e3", "1e3"),
    ],
)
def test_types_of_every_kind(announced: Any, value: Any, kept: Any) -> None:
    assert keep(announced, value) == kept


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "tags", "parts", "inStock", "failed", "session", "x"]), inner)
    ),
    max_leaves=12,
)


def _raw(content: bytes) -> RawResponse:
    return RawResponse(200, ResponseHeaders([]), content)


@settings(max_examples=300)
@given(anything)
def test_decoding_never_fails(value: Any) -> None:
    for action in (items.GET_ITEM, items.LIST_ITEMS, people.IMPORT_PEOPLE, people.ADD_PERSON, items.DELETE_ITEM):
        decoder = Decoder(action)
        result = decoder.decode(decoder.answer(_raw(json.dumps(value).encode())))
        if isinstance(value, dict) and isinstance(result, Item | ImportResult):
            kept = result.model_dump(by_alias=True, exclude_unset=True, warnings=False)
            assert kept.keys() == value.keys()


@settings(max_examples=300)
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_no_body_fails(content: bytes) -> None:
    for action in (items.GET_ITEM, items.DELETE_ITEM, people.RENEW):
        decoder = Decoder(action)
        decoder.decode(decoder.answer(_raw(content)))
