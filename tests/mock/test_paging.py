"""The page of an example that a request asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from connectory.diagnostics import Span
from connectory.mock._paging import ended, part_of
from connectory.mock._parts import Parts
from connectory.model import Action, Location, Pagination, PaginationKind, Parameter, Project, Reference, Schema

HERE = Span.whole_file("specs/shop/rows/list_rows.yaml")
ANY = Schema(source=HERE)
ROWS = Reference(root="response.json", path=("data", "rows"), schema=ANY, total=True, source=HERE)
WHOLE = replace(ROWS, path=())
NEXT = replace(ROWS, path=("next",))


def pages(kind: PaginationKind, items: Reference = ROWS, *, first: int | None = None) -> Pagination:
    return Pagination(
        name="pages",
        kind=kind,
        position="at",
        limit="size",
        first=first,
        max=None,
        items=items,
        next=NEXT if kind == "cursor" else None,
        total=None,
        end=(),
        source=HERE,
    )


Paged = Callable[..., Action]


@pytest.fixture
def paged(project: Project) -> Paged:
    """An action of the shop, with pages."""

    def make(*args: Any, place: Location = "query", **keywords: Any) -> Action:
        parameters = tuple(
            Parameter(name=name, schema=ANY, location=place, wire=wire, required=False, source=HERE)
            for name, wire in (("at", "start"), ("size", "rows"))
        )
        return replace(project.connectors[0].actions[0], parameters=parameters, pagination=pages(*args, **keywords))

    return make


def asking(**query: str) -> Parts:
    return Parts(path={}, query=tuple(query.items()))


@pytest.mark.parametrize(
    ("first", "query", "rows"),
    [
        (None, {}, [0, 1, 2, 3, 4]),
        (None, {"rows": "2"}, [0, 1]),
        (None, {"rows": "2", "start": "2"}, [2, 3]),
        (None, {"rows": "2", "start": "4"}, [4]),
        (None, {"rows": "2", "start": "5"}, []),
        (None, {"rows": "2", "start": "99"}, []),
        (None, {"rows": "9"}, [0, 1, 2, 3, 4]),
        (1, {"rows": "2", "start": "1"}, [0, 1]),
        (1, {"rows": "2", "start": "3"}, [2, 3]),
        (1, {"rows": "2", "start": "0"}, [0, 1]),
        (None, {"rows": "0"}, [0, 1, 2, 3, 4]),
        (None, {"rows": "x", "start": "y"}, [0, 1, 2, 3, 4]),
        (None, {"rows": "٣"}, [0, 1, 2, 3, 4]),
    ],
)
def test_offsets(paged: Paged, first: int | None, query: dict[str, str], rows: list[int]) -> None:
    whole = {"data": {"rows": [0, 1, 2, 3, 4], "kind": "row"}, "at": "now"}
    part = part_of(whole, paged("offset", first=first), asking(**query))
    assert part == {"data": {"rows": rows, "kind": "row"}, "at": "now"}
    assert whole["data"] == {"rows": [0, 1, 2, 3, 4], "kind": "row"}, "the example stays as it is"


@pytest.mark.parametrize(
    ("first", "query", "rows"),
    [
        (None, {"rows": "2"}, [0, 1]),
        (None, {"rows": "2", "start": "1"}, [0, 1]),
        (None, {"rows": "2", "start": "3"}, [4]),
        (None, {"rows": "2", "start": "4"}, []),
        (0, {"rows": "2", "start": "1"}, [2, 3]),
        (None, {"start": "2"}, []),
    ],
)
def test_page_numbers_over_a_list_that_is_the_answer(
    paged: Paged, first: int | None, query: dict[str, str], rows: list[int]
) -> None:
    assert part_of([0, 1, 2, 3, 4], paged("page", WHOLE, first=first), asking(**query)) == rows


def test_behind_a_cursor_there_is_nothing_and_nothing_is_promised(paged: Paged) -> None:
    whole = {"data": {"rows": [0, 1]}, "next": "b"}
    assert part_of(whole, paged("cursor"), asking()) == whole
    assert part_of(whole, paged("cursor"), asking(rows="1")) == whole
    assert part_of(whole, paged("cursor"), asking(start="b")) == {"data": {"rows": []}, "next": None}


def test_a_form_may_ask_too(paged: Paged) -> None:
    parts = Parts(path={}, form=(("start", "1"), ("rows", "1")))
    assert part_of([0, 1, 2], paged("offset", WHOLE, place="form"), parts) == [1]


@pytest.mark.parametrize("whole", [None, "text", 7, {}, {"data": None}, {"data": {"rows": None}}, {"data": [1, 2]}])
def test_what_holds_no_list_is_served_as_it_is(paged: Paged, whole: Any) -> None:
    assert part_of(whole, paged("offset"), asking(rows="1")) == whole


def test_actions_without_pages_are_left_alone(paged: Paged) -> None:
    assert part_of([1, 2], replace(paged("offset"), pagination=None), asking(rows="1")) == [1, 2]


def test_a_made_up_answer_promises_nothing() -> None:
    declared = pages("cursor")
    assert ended({"next": "text", "data": {}}, declared) == {"next": None, "data": {}}
    assert ended({"data": {}}, declared) == {"data": {}}
    last = replace(declared, next=replace(NEXT, path=("data", "-1", "offset")))
    rows = [{"offset": "a"}, {"offset": "b"}]
    assert ended({"data": rows}, last) == {"data": [{"offset": "a"}, {"offset": None}]}
    assert ended({"data": []}, last) == {"data": []}
    assert ended([1], declared) == [1]
    assert ended({"next": "text"}, None) == {"next": "text"}
