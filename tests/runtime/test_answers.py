"""Answers are read kindly: a surprise is kept, never lost, never an error."""

import gzip
import json
import logging
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop_client.actions import items, people
from shop_client.models import Failed, ImportResult, Item
from shop_testing import Api, Shopper
from typing_extensions import TypeAliasType

from connectory_runtime._decode import Decoder
from connectory_runtime._lenient import keep
from connectory_runtime._message import RawResponse, ResponseHeaders


def _json(value: Any, **headers: str) -> Api:
    return Api(content=json.dumps(value).encode(), headers={"content-type": "application/json", **headers})


def test_a_model(shopper: Shopper) -> None:
    item = shopper.call(_json({"id": 7, "name": "Book", "inStock": True, "odd": [1]}), "get_item", item=7)
    assert isinstance(item, Item)
    assert (item.id, item.name, item.in_stock, item.price, item.odd) == (7, "Book", True, None, [1])


def test_a_bare_list(shopper: Shopper) -> None:
    found = shopper.call(_json([{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]), "list_items")
    assert [type(item) for item in found] == [Item, Item]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"id": "7", "name": 5, "price": "1.50", "inStock": "true"},
            {"id": 7, "name": "5", "price": 1.5, "inStock": True},
        ),
        ({"id": 7, "name": "x", "kind": "tape"}, {"id": 7, "name": "x", "kind": "tape"}),
        ({"id": 7, "name": "x", "tags": "one"}, {"id": 7, "name": "x", "tags": ["one"]}),
        ({"id": 7, "name": "x", "tags": ""}, {"id": 7, "name": "x", "tags": ""}),
        ({"id": 7, "name": "x", "tags": [1, "b"]}, {"id": 7, "name": "x", "tags": ["1", "b"]}),
        ({"id": "seven", "name": "x"}, {"id": "seven", "name": "x"}),
        ({"id": None, "name": "x"}, {"id": None, "name": "x"}),
        ({"id": {"a": 1}, "name": ["x"]}, {"id": {"a": 1}, "name": ["x"]}),
        ({"id": "x", "name": "x", "price": "cheap"}, {"id": "x", "name": "x", "price": "cheap"}),
        (
            {"id": "x", "name": "x", "parts": {"id": "9", "name": "y"}},
            {"id": "x", "name": "x", "parts": [{"id": 9, "name": "y"}]},
        ),
        ({"id": 1, "name": "x", "parts": [5, {"id": "2"}]}, {"id": 1, "name": "x", "parts": [5, {"id": 2}]}),
        ({"id": "x", "name": "x", "self": 1, "cls": 2, "_fields_set": 3}, None),
    ],
)
def test_surprises(shopper: Shopper, body: Any, expected: Any) -> None:
    item = shopper.call(_json(body), "get_item", item=7)
    assert isinstance(item, Item)
    expected = body if expected is None else expected
    assert item.model_dump(by_alias=True, exclude_unset=True, warnings=False) == expected


def test_what_is_missing_is_none(shopper: Shopper) -> None:
    item = shopper.call(_json({"id": 7}), "get_item", item=7)
    assert (item.name, item.tags) == (None, [])
    assert item.model_fields_set == {"id"}


def test_one_object_where_a_list_is_announced(shopper: Shopper) -> None:
    one = {"id": "1", "name": "a"}
    assert shopper.call(_json(one), "list_items") == [Item(id=1, name="a")]
    assert shopper.execute(_json(one), "list_items").data == {"items": [one]}
    result = shopper.call(
        _json({"session": "s", "failed": {"index": "0", "reason": "x"}, "counts": {"a": "1", "b": "?"}}),
        "import_people",
        people=[{"email": "a@x.io"}],
        match_by="email",
    )
    assert isinstance(result, ImportResult)
    assert result.failed == [Failed(index=0, reason="x")]
    assert result.counts == {"a": 1, "b": "?"}


def test_a_surprise_is_logged_once_and_without_its_value(shopper: Shopper, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "connectory")
    api = _json({"id": "canary", "name": "x"})
    shopper.with_client(api, lambda shop: shop.get_item(item=1))
    (record,) = caplog.records
    assert record.getMessage() == (
        "shop.get_item: an answer is not what its spec says, first at id; it was kept as it came"
    )


@pytest.mark.parametrize(
    ("content", "content_type", "data"),
    [
        (b"", "application/json", None),
        (b'{"a": 1}', "text/plain", {"a": 1}),
        (b"Done.", "application/json", "Done."),
        (b'\xef\xbb\xbf{"a": 1}', "application/json", {"a": 1}),
        (b"\xef\xbb\xbfDone.", "text/plain", "Done."),
        ("Grün".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Grün"),
        ('{"a": "Ї"}'.encode("utf-16"), 'application/json; charset="utf-16"', {"a": "Ї"}),
        (b"\xff\xfe\xfd", "text/plain", "���"),
        (b"x", "text/plain; charset=punycode", "x"),
        (b"x", "text/plain; charset=no-such-thing", "x"),
        (b'{"a": NaN, "b": -Infinity}', "application/json", {"a": "NaN", "b": "-Infinity"}),
        (b'{"a": 1, "a": 2}', "application/json", {"a": 2}),
        (b'{"a": "\\ud800"}', "application/json", {"a": "�"}),
        (b'["\\ud83d\\ude00"]', "application/json", ["😀"]),
        (b'{"a": ', "application/json", '{"a": '),
        (b"[" * 150 + b"]" * 150, "application/json", None),
        (b"[" * 100_000, "application/json", "[" * 100_000),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "application/json", '{"a":' * 500 + "1" + "}" * 500),
        (b"1" * 5000, "application/json", "1" * 5000),
        (b"123456789012345678901234567890", "application/json", 123456789012345678901234567890),
    ],
)
def test_bodies_of_every_kind(shopper: Shopper, content: bytes, content_type: str, data: Any) -> None:
    api = Api(content=content, headers={"content-type": content_type})
    envelope = shopper.execute(api, "renew")
    assert envelope.successful
    if content.startswith(b"[[") and content.endswith(b"]"):
        data = json.loads(content)
    assert envelope.data == data
    json.dumps(envelope.to_dict(), allow_nan=False).encode()
    assert shopper.call(api, "renew") == data


@pytest.mark.parametrize(
    ("content", "text"), [(b"123", "123"), (b"1.10", "1.10"), (b'"quoted"', "quoted"), (b"", ""), (b"null", "null")]
)
def test_announced_text_is_not_read_as_json(shopper: Shopper, content: bytes, text: str) -> None:
    assert shopper.call(Api(content=content), "delete_item", id=1) == text


def test_compressed_bodies(shopper: Shopper) -> None:
    plain = json.dumps([{"id": 1, "name": "x" * 5000}] * 50).encode()
    parts = gzip.compress(plain[:1000]) + gzip.compress(plain[1000:])
    for content in (gzip.compress(plain), parts):
        found = shopper.call(Api(content=content, headers={"content-encoding": "GZip"}), "list_items")
        assert len(found) == 50
    assert shopper.call(Api(status=204, content=b"", headers={"content-encoding": "gzip"}), "renew") is None


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


@settings(max_examples=300, deadline=None)
@given(anything)
def test_decoding_never_fails(value: Any) -> None:
    for action in (items.GET_ITEM, items.LIST_ITEMS, people.IMPORT_PEOPLE, people.ADD_PERSON, items.DELETE_ITEM):
        decoder = Decoder(action)
        result = decoder.decode(decoder.answer(_raw(json.dumps(value).encode())))
        if isinstance(value, dict) and isinstance(result, Item | ImportResult):
            kept = result.model_dump(by_alias=True, exclude_unset=True, warnings=False)
            assert kept.keys() == value.keys()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_no_body_fails(content: bytes) -> None:
    for action in (items.GET_ITEM, items.DELETE_ITEM, people.RENEW):
        decoder = Decoder(action)
        decoder.decode(decoder.answer(_raw(content)))
