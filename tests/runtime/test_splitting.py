"""The pure parts of batches: splitting lists, joining answers, and reading what an answer says of single items."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectory_runtime import Condition, Entries
from connectory_runtime._answer import Answer
from connectory_runtime._entries import verdicts
from connectory_runtime._join import joined
from connectory_runtime._message import RawResponse, ResponseHeaders
from connectory_runtime._split import TooLargeError, split

VECTORS = json.loads((Path(__file__).parent / "conformance" / "batches.json").read_text())


@given(
    weights=st.lists(st.integers(0, 12), max_size=40),
    most=st.integers(1, 10),
    room=st.one_of(st.integers(12, 60), st.just(float("inf"))),
)
def test_stretches_cover_the_list_and_keep_the_limits(weights: list[int], most: int, room: float) -> None:
    stretches = split(weights, most, room)
    assert [index for stretch in stretches for index in stretch] == list(range(len(weights)))
    assert all(stretches[0:1] == stretches or stretch for stretch in stretches), "only an empty list has an empty one"
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
        weight = sum(weights[index] for index in stretch)
        assert len(stretch) <= most
        assert weight <= room
        if following is not None:
            full = len(stretch) == most or weight + weights[following.start] > room
            assert full, "no request more than needed"


@given(weights=st.lists(st.integers(0, 30), min_size=1, max_size=20), room=st.integers(0, 29))
def test_an_item_that_is_too_large_is_named(weights: list[int], room: int) -> None:
    heavy = next((index for index, weight in enumerate(weights) if weight > room), None)
    if heavy is None:
        split(weights, 3, room)
        return
    with pytest.raises(TooLargeError) as caught:
        split(weights, 3, room)
    assert caught.value.index == heavy


@pytest.mark.parametrize("vector", VECTORS["joined"], ids=lambda vector: vector["case"])
def test_joined(vector: dict[str, Any]) -> None:
    assert joined(vector["answers"]) == vector["whole"]


def _entries(declared: dict[str, Any]) -> Entries:
    failed = tuple(Condition(reference=f"$entry.{path}", among=(value,), line=1) for path, value in declared["failed"])
    return Entries(at="$response.json.rows", match=declared["match"], failed=failed, message=declared.get("message"))


@pytest.mark.parametrize("vector", VECTORS["items"], ids=lambda vector: vector["case"])
def test_what_is_said_of_each_item(vector: dict[str, Any]) -> None:
    answer = Answer(RawResponse(200, ResponseHeaders([]), json.dumps({"rows": vector["rows"]}).encode()))
    found = verdicts(_entries(VECTORS["declared"][vector["declared"]]), vector["items"], answer)
    words = {False: "done", True: "failed", None: "unknown"}
    assert [words[verdict.failed] for verdict in found] == vector["said"]
    if "messages" in vector:
        assert [verdict.message for verdict in found] == vector["messages"]


@given(
    items=st.lists(st.fixed_dictionaries({"id": st.integers(0, 5)}), max_size=8),
    rows=st.lists(
        st.one_of(
            st.fixed_dictionaries(
                {"id": st.one_of(st.integers(0, 8), st.none()), "state": st.sampled_from(["OK", "BAD"])}
            ),
            st.none(),
            st.text(max_size=3),
        ),
        max_size=8,
    ),
    declared=st.sampled_from(sorted(VECTORS["declared"])),
)
def test_whatever_an_answer_says_each_item_has_one_verdict(items: list[Any], rows: list[Any], declared: str) -> None:
    answer = Answer(RawResponse(200, ResponseHeaders([]), json.dumps({"rows": rows}).encode()))
    entries = _entries(VECTORS["declared"][declared])
    found = verdicts(entries, items, answer)
    assert len(found) == len(items)
    bad = [row for row in rows if isinstance(row, dict) and row["state"] == "BAD"]
    theirs = [verdict for verdict in found if verdict.failed and verdict.entry is not None]
    if entries.failed and len(theirs) < len(bad):
        assert all(verdict.failed is not False for verdict in found if verdict.entry is None), "one of them has failed"
