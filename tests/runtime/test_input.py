"""Input is checked before anything is sent, and errors say where and why."""

import json
import traceback
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop_client.models import Address, Item, Person
from shop_testing import CANARY, Api, Shopper

from connectory_runtime import UNSET, InvalidInput
from connectory_runtime._body import build_body, steps_of
from connectory_runtime._plain import to_plain


def _violations(shopper: Shopper, method: str, **arguments: Any) -> list[tuple[str, str, str, str]]:
    api = Api()
    with pytest.raises(InvalidInput) as caught:
        shopper.call(api, method, **arguments)
    assert api.requests == []
    return [(found.parameter, found.path, found.rule, found.source) for found in caught.value.violations]


PEOPLE = "specs/shop/people/import_people.yaml"
SCHEMAS = "specs/shop/schemas.yaml"


def test_everything_wrong_is_reported_at_once_with_its_place(shopper: Shopper) -> None:
    people = [
        {"email": "a@x.io"},
        {"email": "no", "age": -1, "friends": [{"firstName": 5}]},
        {"age": None},
        {"email": "a@x.io", "address": {"town": "Kyiv", "street": "x"}, "channels": ["email", "smss"]},
        {"email": "a@x.io", "address": {}},
    ]
    assert _violations(shopper, "import_people", people=people, match_by="e-mail") == [
        ("people", "people[1].email", "format", f"{SCHEMAS}:6"),
        ("people", "people[1].age", "minimum", f"{SCHEMAS}:3"),
        ("people", "people[1].friends[0].firstName", "type", f"{SCHEMAS}:3"),
        ("people", "people[2]", "anyOf", f"{SCHEMAS}:3"),
        ("people", "people[3].address.street", "additionalProperties", f"{SCHEMAS}:20"),
        ("people", "people[3].channels[1]", "enum", f"{SCHEMAS}:30"),
        ("people", "people[4].address.town", "required", f"{SCHEMAS}:22"),
        ("matchBy", "matchBy", "enum", f"{PEOPLE}:11"),
    ]


def test_the_message_says_it_all(shopper: Shopper) -> None:
    with pytest.raises(InvalidInput) as caught:
        shopper.call(Api(), "import_people", people=[], match_by="emial")
    assert str(caught.value) == (
        "shop.import_people: the input is not valid, nothing was sent\n"
        f"  people: must have at least 1 item, has 0 [minItems, {PEOPLE}:8]\n"
        '  matchBy: must be one of "email", "phone", "mobilepush"; did you mean \'email\'? '
        f"[enum, {PEOPLE}:11]"
    )
    assert isinstance(caught.value, ValueError)


def test_long_lists_of_violations_are_cut_in_the_message_only(shopper: Shopper) -> None:
    with pytest.raises(InvalidInput, match="… and 40 more") as caught:
        shopper.call(Api(), "import_people", people=[{}] * 50, match_by="email")
    assert len(caught.value.violations) == 50


def test_unknown_and_missing_parameters(shopper: Shopper) -> None:
    envelope = shopper.execute(Api(), "import_people", {"persons": [], "peopel": 1})
    assert [(found.path, found.rule) for found in envelope.exception.violations] == [
        ("persons", "unknown"),
        ("peopel", "unknown"),
        ("people", "required"),
        ("matchBy", "required"),
    ]
    assert "did you mean 'people'?" in envelope.error


def test_rules_across_parameters(shopper: Shopper) -> None:
    source = "specs/shop/items/search.yaml"
    assert _violations(shopper, "search", text="a", tags=["b"]) == [("tags", "tags", "exclusive", f"{source}:12")]
    assert _violations(shopper, "search", price=1) == [("text", "text", "requires", f"{source}:13")]
    assert _violations(shopper, "set_emails") == [
        ("first", "first", "require_any_of", "specs/shop/people/set_emails.yaml:9")
    ]


def test_ignored_parameters_are_checked_too(shopper: Shopper) -> None:
    assert _violations(shopper, "search", page_token=5)[0][:3] == ("page_token", "page_token", "type")


class Colour(Enum):
    RED = "red"


class Size(IntEnum):
    SMALL = 1


class Channel(StrEnum):
    SMS = "sms"


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"a": (1, 2)}, {"a": [1, 2]}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        ([Colour.RED, Size.SMALL, Channel.SMS], ["red", 1, "sms"]),
        ({Channel.SMS: 1}, {"sms": 1}),
        (Text("x"), "x"),
        (date(2026, 5, 31), "2026-05-31"),
        (datetime(2026, 5, 31, 9, 30, tzinfo=UTC), "2026-05-31T09:30:00Z"),
        (datetime(2026, 5, 31, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2026-05-31T09:30:00+02:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (PurePosixPath("a/b"), "a/b"),
        (Decimal("19.90"), 19.9),
        (Decimal(5), 5),
        (Decimal("1e30"), 10**30),
        ({"a": UNSET, "b": [None]}, {"b": [None]}),
        (Person(email="a@x.io"), {"email": "a@x.io"}),
        (Person(firstName="A", address=Address(town="T")), {"firstName": "A", "address": {"town": "T"}}),
        (Person(first_name=None), {"firstName": None}),
        (Item.model_validate({"id": 1, "name": "x", "odd": {"kept": 1}}), {"id": 1, "name": "x", "odd": {"kept": 1}}),
    ],
)
def test_python_values_become_json(value: Any, plain: Any) -> None:
    result, findings = to_plain(value)
    assert findings == []
    assert result == plain
    assert json.loads(json.dumps(result)) == plain
    assert type(result) in (str, int, float, list, dict)


def _holding_itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@dataclass
class Foreign:
    a: int = 1


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"a": [1, float("nan")]}, ("a", 1)),
        (float("-inf"), ()),
        (Decimal("NaN"), ()),
        (Decimal("0.12345678901234567890123"), ()),
        ({1: "a"}, ()),
        ({"a": {None: 1}}, ("a",)),
        ({"a": "\ud800"}, ("a",)),
        ({"a": {"\udfff": 1}}, ("a", "\udfff")),
        ([b"bytes"], (0,)),
        ({1, 2}, ()),
        ((number for number in [1]), ()),
        (object(), ()),
        (Foreign(), ()),
        (datetime(2026, 5, 31), ()),  # noqa: DTZ001 - a time without a zone is the point
        (_holding_itself(), (0,) * 101),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: Any, path: tuple[str | int, ...]) -> None:
    _, findings = to_plain(value)
    assert [finding.path for finding in findings] == [path]


def test_values_are_converted_wherever_they_stand(shopper: Shopper) -> None:
    api = Api(content=b"{}")
    person = Person(firstName="A", address=Address(town="T"))
    shopper.call(
        api, "import_people", people=[person, {"email": "a@x.io", "channels": (Channel.SMS,)}], match_by="email"
    )
    assert json.loads(api.request.content)["people"] == [
        {"firstName": "A", "address": {"town": "T"}},
        {"email": "a@x.io", "channels": ["sms"]},
    ]


@pytest.mark.parametrize("value", [float("nan"), "\ud800", b"x", {1: 2}, object()])
def test_what_json_cannot_hold_is_never_sent(shopper: Shopper, value: Any) -> None:
    assert _violations(shopper, "put_item", item={"deep": [value]})[0][2] == "json"


def test_nothing_hides_behind_the_error(shopper: Shopper) -> None:
    with pytest.raises(InvalidInput) as caught:
        shopper.call(Api(), "login", user=5, password={"not": CANARY})
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(caught.value))


names = st.text("ab/~01é", min_size=1, max_size=4)


@given(st.lists(names, min_size=1, max_size=4))
def test_a_pointer_leads_to_where_it_says(steps: list[str]) -> None:
    pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
    assert steps_of(pointer) == tuple(steps)
    body = build_body([(steps_of(pointer), "here")])
    for step in steps:
        body = body[int(step) if isinstance(body, list) else step]
    assert body == "here"
