"""Going through pages: the same table through both drivers, and what the table cannot say."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pager_testing import CANARY, LIST_ROWS, AsyncShop, Pager, Script, SyncShop
from vectors import each_vector

from connectory_runtime import ActionError, Forbidden, InvalidInput, Pagination, PagingStopped

OFFSET = Pagination(kind="offset", position="start", limit="rows", max=2)
CURSOR = Pagination(kind="cursor", position="after", items="$response.json.rows", next="$response.json.next")
NEXT_URL = Pagination(kind="next-url", items="$response.json.rows", next="$response.json.next")


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pagination_of(vector: dict[str, Any]) -> Pagination:
    declared = dict(vector["pagination"])
    return Pagination(**{**declared, "end": tuple(declared.get("end", ()))})


@each_vector("paging")
def test_vectors(driver: str, vector: dict[str, Any]) -> None:
    script = Script(vector["answers"])
    pager = Pager(driver, pagination_of(vector))
    found = pager.pages(script, vector.get("arguments"))
    assert found.items == vector["items"]
    assert script.asked == list(vector["answers"]), "every page is asked for once, in order"
    if "totals" in vector:
        assert [page.total for page in found.pages] == vector["totals"]
    if "stopped" in vector:
        assert isinstance(found.error, PagingStopped)
        assert found.error.reason == vector["stopped"]
        assert f"({vector['stopped']})" in str(found.error)
    elif "error" in vector:
        assert isinstance(found.error, ActionError)
        assert type(found.error).__name__ == vector["error"]
        assert found.error.resume is not None
    else:
        assert found.error is None
        assert [page.resume is None for page in found.pages] == [False] * (len(found.pages) - 1) + [True]
    assert pager.items(Script(vector["answers"]), vector.get("arguments")).items == vector["items"]


@each_vector("paging", fits=lambda vector: not {"stopped", "error"} & vector.keys())
def test_resuming_behind_every_page_brings_the_rest(driver: str, vector: dict[str, Any]) -> None:
    pager = Pager(driver, pagination_of(vector))
    whole = pager.pages(Script(vector["answers"]), vector.get("arguments"))
    before = 0
    for page in whole.pages[:-1]:
        before += len(page.items)
        rest = pager.items(Script(vector["answers"]), vector.get("arguments"), resume=page.resume)
        assert rest.items == vector["items"][before:]
        assert rest.error is None


FOREIGN = [
    "http://shop.example/api/v1/rows",
    "https://shop.example:444/api/v1/rows",
    "https://shop.example.evil.example/api/v1/rows",
    "https://evil.example/api/v1/rows",
    "https://shop.example@evil.example/api/v1/rows",
    "https://user:pass@shop.example/api/v1/rows",
    "https://@shop.example/api/v1/rows",
    "https://shop.example./api/v1/rows",
    "https://shop%2eexample/api/v1/rows",
    "https://shop.example:99999/api/v1/rows",
    "https://shop.example:x/api/v1/rows",
    "https://[shop.example]/api/v1/rows",
    "https://2130706433/api/v1/rows",
    "https://0x7f.1/api/v1/rows",
    "https:shop.example/api/v1/rows",
    "https:/shop.example/api/v1/rows",
    "https:///shop.example/api/v1/rows",
    "https:\\\\evil.example/api/v1/rows",
    "https://shop.example\\@evil.example/api/v1/rows",
    "https://evil.example\\.shop.example/api/v1/rows",
    "//evil.example/api/v1/rows",
    "//shop.example/api/v1/rows",
    "/\\evil.example/api/v1/rows",
    "\\\\evil.example/api",
    "\thttps://evil.example/api/v1/rows",
    "ht\ntps://evil.example/api/v1/rows",
    " /api/v1/rows?page=2",
    "/api/v1/rows?page=2 HTTP/1.1\r\nX-Evil: 1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ftp://shop.example/api/v1/rows",
    "/",
    "/other/v1/rows",
    "/apiary/v1/rows",
    "/api/../admin",
    "/api/%2e%2e/admin",
    "/api/%252e%252e/admin",
    "/api/v1/..%2fadmin",
    "../../../admin",
    "https://shop.example",
    "https://shop.example/API/v1/rows",
    "https://ѕhop.example/api/v1/rows",
    "https://shop.example/api/v1/rows?" + "x" * 60_000,
]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("way", ["body", "header"])
def test_no_address_leads_away(driver: str, way: str, address: str) -> None:
    if way == "header" and not re.fullmatch("[ -;=?-~]+", address):
        pytest.skip("no header can hold it")
    body = {"rows": [1], "next": address}
    answer = body if way == "body" else {"$headers": {"Link": f"<{address}>; rel=next"}, "$json": body}
    script = Script({f"?key={CANARY}": answer})
    declared = NEXT_URL if way == "body" else Pagination(kind="link-header", items="$response.json.rows")
    found = Pager(driver, declared, auth=("query",)).pages(script)
    assert found.items == [1]
    assert isinstance(found.error, PagingStopped)
    assert found.error.reason == "foreign address"
    assert "evil" not in str(found.error)
    assert len(script.asked) == 1


def test_credentials_in_the_query_go_along_and_are_kept_nowhere(driver: str, caplog: pytest.LogCaptureFixture) -> None:
    script = Script(
        {
            f"?key={CANARY}": {"rows": [1], "next": "?page=2"},
            f"?page=2&key={CANARY}": {"rows": [2], "next": f"?key=stolen&page=3&k%65y={CANARY}"},
            f"?page=3&key={CANARY}": {"rows": [3], "next": f"?key={CANARY}"},
        }
    )
    with caplog.at_level("DEBUG"):
        found = Pager(driver, NEXT_URL, auth=("query",)).pages(script)
    assert found.items == [1, 2, 3]
    assert isinstance(found.error, PagingStopped)
    assert found.error.reason == "cycle"
    shown = [caplog.text, str(found.error), *(str(page.resume) for page in found.pages), repr(found.pages)]
    assert not any(CANARY in text for text in shown)


def test_headers_with_credentials_go_along(driver: str) -> None:
    keys: list[str | None] = []

    def respond(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers.get("x-shop-key"))
        return httpx.Response(200, json={"rows": [len(keys)], "next": "?page=2" if len(keys) == 1 else None})

    assert Pager(driver, NEXT_URL, auth=("header",)).pages(respond).items == [1, 2]
    assert keys == [CANARY, CANARY]


def test_nothing_is_sent_before_somebody_iterates() -> None:
    script = Script({"?rows=2": [1]})
    with SyncShop(httpx.MockTransport(script)) as shop:
        pages = shop.go(LIST_ROWS_IN_PAGES, {})
        assert repr(pages) == "<Pages of shop.list_rows>"
        assert script.asked == []
        assert list(pages) == list(pages) == [1], "each iteration begins anew"
        assert len(script.asked) == 2


def test_input_is_checked_by_the_call_itself(driver: str) -> None:
    shop = (SyncShop if driver == "sync" else AsyncShop)(httpx.MockTransport(Script({})))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="start"):
        shop.go(LIST_ROWS_IN_PAGES, {"start": "x"})
    with pytest.raises(ValueError, match="limit"):
        shop.go(LIST_ROWS_IN_PAGES, {}).items(limit=-1)
    with pytest.raises(ValueError, match="limit"):
        shop.go(LIST_ROWS_IN_PAGES, {}).pages(limit=True)
    with pytest.raises(TypeError, match="no pages"):
        shop.go(LIST_ROWS, {})


def test_limit_of_items(driver: str) -> None:
    answers = {"?rows=2": [1, 2], "?start=2&rows=2": [3, 4], "?rows=1": [1]}
    for limit, asked in ((0, 0), (1, 1), (2, 1), (3, 2), (4, 2)):
        script = Script(answers)
        assert Pager(driver, OFFSET).items(script, limit=limit).items == [1, 2, 3, 4][:limit]
        assert len(script.asked) == asked


def test_limit_of_pages(driver: str) -> None:
    answers = {"?rows=2": [1, 2], "?start=2&rows=2": [3, 4]}
    for limit in (0, 1, 2):
        script = Script(answers)
        found = Pager(driver, OFFSET).pages(script, limit=limit)
        assert len(found.pages) == len(script.asked) == limit
        assert all(page.resume for page in found.pages)


def test_a_failed_page_can_be_asked_for_again(driver: str) -> None:
    pager = Pager(driver, OFFSET)
    failed = pager.items(Script({"?rows=2": [1, 2], "?start=2&rows=2": {"$status": 403}}))
    assert isinstance(failed.error, Forbidden)
    assert failed.items == [1, 2]
    assert pager.items(Script({"?start=2&rows=2": [3]}), resume=failed.error.resume).items == [3]


@pytest.mark.parametrize("kind", ["offset", "cursor", "next-url"])
def test_every_page_has_a_key_of_its_own_and_keeps_it(driver: str, kind: str) -> None:
    keys: list[str] = []
    server = a_server([1, 2, 3, 4, 5, 6, 7], kind)

    def respond(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return server(request)

    pager = Pager(
        driver, DECLARED[kind], {"idempotency_key": "mine"}, effect="write", idempotency_key="Idempotency-Key"
    )
    found = pager.pages(respond, {"rows": 3})
    whole = list(keys)
    assert len(set(whole)) == len(whole) == 3
    assert all(key.startswith("mine") for key in whole)
    keys.clear()
    assert pager.pages(respond, {"rows": 3}, resume=found.pages[0].resume).items == [4, 5, 6, 7]
    assert keys == whole[1:], "a page that is asked for once more is the same request"


TOKEN = Pager("sync", OFFSET).pages(Script({"?rows=2": [1, 2]}), limit=1).pages[0].resume
assert TOKEN is not None
LINK_TOKEN = Pager("sync", NEXT_URL).pages(Script({"": {"rows": [1], "next": "?p=2"}}), limit=1).pages[0].resume
assert LINK_TOKEN is not None


@pytest.mark.parametrize(
    ("declared", "token", "problem"),
    [
        (OFFSET, "", "no resume token"),
        (OFFSET, "[]", "no resume token"),
        (OFFSET, "[" * 100_000, "no resume token"),
        (OFFSET, "{}", "no resume token"),
        (OFFSET, TOKEN.replace("list_rows", "list_columns"), "another action"),
        (OFFSET, TOKEN.replace('"at":2', '"at":"2"'), "damaged"),
        (OFFSET, TOKEN.replace('"at":2', '"at":null'), "damaged"),
        (OFFSET, TOKEN.replace('"at":2', '"at":true'), "damaged"),
        (OFFSET, TOKEN.replace('"size":2', '"size":-2'), "damaged"),
        (NEXT_URL, LINK_TOKEN.replace("/api/v1/rows", "//evil.example/x"), "leads out"),
        (NEXT_URL, LINK_TOKEN.replace("/api/v1/rows", "https://evil.example/x"), "leads out"),
        (NEXT_URL, LINK_TOKEN.replace("/api/v1/rows", "/admin"), "leads out"),
    ],
)
def test_tokens_of_others(driver: str, declared: Pagination, token: str, problem: str) -> None:
    script = Script({})
    found = Pager(driver, declared).pages(script, resume=token)
    assert isinstance(found.error, InvalidInput)
    assert problem in str(found.error)
    assert script.asked == []


def test_a_token_belongs_to_its_arguments(driver: str) -> None:
    found = Pager(driver, OFFSET).pages(Script({}), {"after": "x"}, resume=TOKEN)
    assert isinstance(found.error, InvalidInput)
    assert "other arguments" in str(found.error)


def test_a_token_holds_no_secret(driver: str) -> None:
    pager = Pager(driver, OFFSET)
    (page,) = pager.pages(Script({f"?rows=2&pin={CANARY}": [1, 2]}), {"pin": CANARY}, limit=1).pages
    assert CANARY not in str(page.resume)
    assert pager.items(Script({"?start=2&rows=2&pin=other": [3]}), {"pin": "other"}, resume=page.resume).items == [3]


def test_cursors_that_grow_without_items(driver: str) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"rows": [], "next": request.url.params.get("after", "") + "x"})

    found = Pager(driver, CURSOR).pages(respond)
    assert isinstance(found.error, PagingStopped)
    assert found.error.reason == "no progress"
    assert len(found.pages) == 11


def test_the_number_of_pages_is_bounded(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params.get("after", 0))
        return httpx.Response(200, json={"rows": [after], "next": after + 1})

    monkeypatch.setattr("connectory_runtime._walk.MOST_PAGES", 5)
    pager = Pager(driver, CURSOR)
    found = pager.pages(respond)
    assert found.items == [0, 1, 2, 3, 4]
    assert isinstance(found.error, PagingStopped)
    assert found.error.reason == "too many pages"
    assert pager.items(respond, limit=3, resume=found.error.resume).items == [5, 6, 7]


def test_items_and_answer_are_typed(driver: str) -> None:
    declared = Pagination(kind="offset", position="start", limit="rows", max=2, returns="ListItemsResult")
    script = Script({"?rows=2": [{"id": "7", "name": "Pen", "new": 1}]})
    (page,) = Pager(driver, declared, returns="ListItemsResult").pages(script).pages
    assert [(item.id, item.name, item.new) for item in page.items] == [(7, "Pen", 1)]
    assert page.answer == page.items
    assert page.raw.status == 200
    assert repr(page) == "<Page of 1 items>"


def test_one_item_where_a_list_is_announced(driver: str) -> None:
    declared = Pagination(
        kind="offset", position="start", items="$response.json.rows", returns="ListItemsResult", size=2
    )
    found = Pager(driver, declared).pages(Script({"": {"rows": {"id": 7, "name": "Pen"}}}))
    assert [item.id for item in found.items] == [7]


def a_server(rows: list[int], kind: str) -> Any:
    """A server that keeps the rules of a kind of pagination."""

    def respond(request: httpx.Request) -> httpx.Response:
        params = request.url.params
        size = min(int(params.get("rows", 3)), 7)
        start = int(params.get("start", params.get("after", 0)))
        start = (int(params["page"]) - 1) * size if "page" in params and kind == "page" else start
        part, more = rows[start : start + size], start + size < len(rows)
        link = f"/api/v1/rows?rows={size}&start={start + size}"
        headers = {"Link": f'<{link}>; rel="next"'} if more else {}
        body = {
            "rows": part,
            "total": len(rows),
            "next": (start + size if kind == "cursor" else link) if more else None,
        }
        return httpx.Response(200, json=body, headers=headers)

    return respond


DECLARED = {
    "offset": Pagination(kind="offset", position="start", limit="rows", max=7, items="$response.json.rows"),
    "page": Pagination(
        kind="page",
        position="page",
        first=1,
        limit="rows",
        max=7,
        items="$response.json.rows",
        total="$response.json.total",
    ),
    "cursor": CURSOR,
    "next-url": NEXT_URL,
    "link-header": Pagination(kind="link-header", items="$response.json.rows"),
}


@settings(max_examples=60)
@given(
    kind=st.sampled_from(sorted(DECLARED)),
    count=st.integers(0, 40),
    size=st.none() | st.integers(1, 7),
    limit=st.none() | st.integers(0, 45),
    pages=st.integers(1, 9),
)
def test_every_item_comes_once(kind: str, count: int, size: int | None, limit: int | None, pages: int) -> None:
    rows = list(range(count))
    arguments = {} if size is None else {"rows": size}
    pager = Pager("sync", DECLARED[kind])
    found = pager.items(a_server(rows, kind), arguments, limit=limit)
    assert found.error is None
    assert found.items == rows[:limit]
    first = pager.pages(a_server(rows, kind), arguments, limit=pages)
    token = first.pages[-1].resume
    rest = [] if token is None else pager.items(a_server(rows, kind), arguments, resume=token).items
    assert first.items + rest == rows


LIST_ROWS_IN_PAGES = Pager("sync", OFFSET).action
