"""Every list in pages of the shipped specs, against servers that page as declared and that do not."""

from __future__ import annotations

import asyncio
import importlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import paging_api
import pytest
from paging_api import PagingApi

from connectory.model import Action, Connector, credentials_of, thaw
from connectory.naming import parameter_name, pascal_case
from connectory.pipeline import compile_specs
from connectory_runtime import ActionError, InvalidResponse, Page, PagingStopped, Unauthorized
from connectory_runtime.testing import FakeClock


def kind_of(action: Action) -> str | None:
    return action.pagination and action.pagination.kind


ROOT = Path(__file__).parents[2]
CONNECTORS = compile_specs(ROOT / "specs", ROOT).require().connectors
PAGED = {
    f"{connector.id}.{action.id}": (connector, action)
    for connector in CONNECTORS
    for action in connector.actions
    if action.pagination is not None
}
BY_ADDRESS = [name for name, (_, action) in PAGED.items() if kind_of(action) in ("next-url", "link-header")]
PROMISED = [name for name, (_, action) in PAGED.items() if kind_of(action) in ("next-url", "cursor")]
COUNT = 5
SIZE = 2


@dataclass
class Ended:
    """The pages that came, and the error that ended them."""

    pages: list[Page[Any]] = field(default_factory=list)
    error: Exception | None = None

    @property
    def ids(self) -> list[Any]:
        return [getattr(item, "id", item) for page in self.pages for item in page.items]


@dataclass(frozen=True)
class Lister:
    """Calls a shipped action, two items a page where the size can be asked for."""

    connector: Connector
    action: Action
    asynchronous: bool

    @property
    def counts(self) -> bool:
        """Whether the answer says how many items there are."""
        assert self.action.pagination is not None
        return paging_api.leads_into_json(self.action.pagination.total)

    @property
    def by_last_item(self) -> bool:
        """Whether the last item of a page leads on, so that an empty page promises nothing."""
        assert self.action.pagination is not None
        return self.action.pagination.next is not None and "-1" in self.action.pagination.next.path

    @property
    def by_position(self) -> bool:
        return kind_of(self.action) in ("offset", "page")

    def api(self, kind: type[PagingApi], count: int = COUNT) -> PagingApi:
        return kind(self.action, {schema.name: schema.schema for schema in self.connector.schemas}, count, SIZE)

    def pages(self, api: PagingApi, resume: str | None = None) -> Ended:
        ended = Ended()
        try:
            if self.asynchronous:
                asyncio.run(self._later(api, resume, ended))
            else:
                with self._client("", httpx.MockTransport(api)) as client:
                    ended.pages.extend(self._call(client).pages(resume=resume))
        except ActionError as error:
            ended.error = error
        return ended

    async def _later(self, api: PagingApi, resume: str | None, ended: Ended) -> None:
        async with self._client("Async", httpx.MockTransport(api)) as client:
            async for page in self._call(client).pages(resume=resume):
                ended.pages.append(page)

    def _client(self, prefix: str, transport: httpx.MockTransport) -> Any:
        module = importlib.import_module(f"connectory_clients.{self.connector.id}")
        credentials = {item.argument: "k" for scheme in self.connector.auth for item in credentials_of(scheme)}
        kind = getattr(module, f"{prefix}{pascal_case(self.connector.id)}")
        return kind(**credentials, transport=transport, clock=FakeClock())

    def _call(self, client: Any) -> Any:
        pagination = self.action.pagination
        assert pagination is not None
        example = next(item for item in self.action.examples if item.response.status < 300)
        given = {
            parameter_name(name): thaw(value) for name, value in example.input.items() if name != pagination.position
        }
        if pagination.limit is not None:
            given[parameter_name(pagination.limit)] = SIZE
        return getattr(client, self.action.id)(**given)


@pytest.fixture(params=["sync", "async"])
def asynchronous(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "async")


@pytest.fixture(params=PAGED)
def lister(request: pytest.FixtureRequest, asynchronous: bool) -> Lister:
    return Lister(*PAGED[request.param], asynchronous)


def test_there_are_some() -> None:
    assert {name.partition(".")[0] for name in PAGED} == {"esputnik", "spoki"}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_every_item_comes_once(lister: Lister, count: int) -> None:
    ended = lister.pages(lister.api(PagingApi, count))
    assert ended.error is None
    assert ended.ids == list(range(count))


def test_the_same_page_again_is_a_cycle(lister: Lister) -> None:
    api = lister.api(paging_api.Cycling)
    ended = lister.pages(api)
    assert isinstance(ended.error, PagingStopped)
    assert ended.error.reason == "cycle"
    assert len(api.asked) == 2
    assert ended.ids[:SIZE] == [0, 1]


def test_empty_pages_come_to_an_end(lister: Lister) -> None:
    api = lister.api(paging_api.Empty)
    ended = lister.pages(api)
    assert ended.ids == []
    if (lister.by_position and not lister.counts) or lister.by_last_item:
        assert ended.error is None
    else:
        assert isinstance(ended.error, PagingStopped)
        assert ended.error.reason == "no progress"
    assert len(api.asked) <= 11


@pytest.mark.parametrize("lister", BY_ADDRESS, indirect=True)
def test_no_page_is_asked_for_elsewhere(lister: Lister) -> None:
    api = lister.api(paging_api.Elsewhere)
    ended = lister.pages(api)
    assert isinstance(ended.error, PagingStopped)
    assert ended.error.reason == "foreign address"
    assert api.asked == [0]
    assert ended.ids == [0, 1]


@pytest.mark.parametrize("lister", PROMISED, indirect=True)
def test_an_unreadable_promise_is_no_end(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.Unreadable))
    assert isinstance(ended.error, PagingStopped)
    assert ended.error.reason == "unreadable"
    assert ended.ids == [0, 1]


def test_a_total_that_is_too_small_hides_nothing(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.TotalTooSmall))
    assert (ended.ids, ended.error) == (list(range(COUNT)), None)


def test_a_total_that_is_too_large_is_told_where_it_decides(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.TotalTooLarge))
    assert ended.ids == list(range(COUNT))
    if lister.by_position and lister.counts:
        assert isinstance(ended.error, PagingStopped)
        assert ended.error.reason == "no progress"
    else:
        assert ended.error is None


def test_a_short_page_ends_a_list_only_where_nothing_else_can(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.ShortPages))
    assert ended.error is None
    shortened = [0, 1, 2] if lister.by_position and not lister.counts else [0, 1, 2, 4]
    assert ended.ids == shortened


def test_one_item_may_stand_for_a_list_of_one(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.Single, 1))
    assert (ended.ids, ended.error) == ([0], None)


def test_missing_items_are_nothing_or_an_error(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.WithoutItems))
    assert ended.ids == []
    assert lister.action.pagination is not None
    assert lister.action.pagination.items is not None
    if lister.action.pagination.items.path:
        assert isinstance(ended.error, InvalidResponse)
        assert ended.error.resume is not None
    else:
        assert ended.error is None


def test_garbage_is_an_error_behind_which_one_can_go_on(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.Garbage))
    assert ended.ids == [0, 1]
    assert isinstance(ended.error, InvalidResponse)
    assert lister.pages(lister.api(PagingApi), ended.error.resume).ids == [2, 3, 4]


def test_a_refusal_in_the_middle_can_be_resumed(lister: Lister) -> None:
    ended = lister.pages(lister.api(paging_api.SignedOut))
    assert ended.ids == [0, 1]
    assert isinstance(ended.error, Unauthorized)
    assert ended.error.resume is not None
    rest = lister.pages(lister.api(PagingApi), ended.error.resume)
    assert (rest.ids, rest.error) == ([2, 3, 4], None)


def test_too_many_calls_in_the_middle_are_waited_for(lister: Lister) -> None:
    api = lister.api(paging_api.Busy)
    ended = lister.pages(api)
    assert (ended.ids, ended.error) == (list(range(COUNT)), None)
    assert api.asked[:3] == [0, 2, 2]
