"""Batches whose requests each start a job."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from inspect import isawaitable
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from depot import CONNECTOR, SPECS, items

from connectory_runtime import BadRequest, Batch, ItemsFailed, JobFailed, WaitCancelled, WaitTimedOut
from connectory_runtime.testing import FakeClock

WAYS = pytest.mark.parametrize("way", ["sync", "async"])


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "batch_job_clients", CONNECTOR, SPECS) as made:
        yield made


class Importer:
    """Each request starts a job that has the number of its first item. `ends` are what becomes of them."""

    def __init__(self, ends: dict[str, str] | None = None) -> None:
        self.ends = ends or {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            number = json.loads(request.content)["items"][0]["number"]
            return (
                httpx.Response(400) if self.ends.get(number) == "refused" else httpx.Response(200, json={"id": number})
            )
        number = request.url.path.rpartition("/")[2]
        self.asked.append(number)
        state = self.ends.get(number, "DONE") if self.asked.count(number) > 1 else "RUNNING"
        return httpx.Response(200, json={"state": state, "id": number})


def run(acme: Compiled, way: str, api: Any, use: Callable[[Any, Any], Any], count: int = 7, **options: Any) -> Any:
    """What `use` returns, with the client and the jobs for so many items."""
    given: dict[str, Any] = {"api_key": "k", "transport": httpx.MockTransport(api), "clock": FakeClock()}
    if way == "sync":
        with acme.module.Acme(**given) as client:
            return use(client, client.import_items(items=items(count), options=options or None))

    async def asynchronously() -> Any:
        async with acme.module.AsyncAcme(**given) as client:
            found = use(client, await client.import_items(items=items(count), options=options or None))
            return await found if isawaitable(found) else found

    return asyncio.run(asynchronously())


@WAYS
def test_all_jobs_are_waited_for(acme: Compiled, way: str) -> None:
    api, told = Importer(), list[str]()
    status = run(acme, way, api, lambda _, job: job.wait(on_progress=lambda news: told.append(news.state)))
    assert status.id == "6", "what is said of the last one"
    assert sorted(set(api.asked)) == ["0", "3", "6"]
    assert told == ["RUNNING", "DONE"] * 3


@WAYS
def test_what_became_of_each_item(acme: Compiled, way: str) -> None:
    api = Importer({"0": "BAD", "3": "refused", "6": "RUNNING"})
    batch: Batch[Any] = run(acme, way, api, lambda _, job: job.outcomes(timeout=30.0), 12)
    assert [outcome.input["number"] for outcome in batch.succeeded] == ["9", "10", "11"]
    assert [type(outcome.exception) for outcome in batch.failed] == [JobFailed] * 3 + [BadRequest] * 3
    assert [type(outcome.exception) for outcome in batch.unknown] == [WaitTimedOut] * 3
    assert [part.answer and part.answer.state for part in batch.parts] == [None, None, None, "DONE"]


@WAYS
def test_a_wait_raises_when_one_of_them_failed(acme: Compiled, way: str) -> None:
    with pytest.raises(ItemsFailed, match="3 of 7 items failed"):
        run(acme, way, Importer({"3": "BAD"}), lambda _, job: job.wait())
    with pytest.raises(JobFailed):
        run(acme, way, Importer({"0": "BAD"}), lambda _, job: job.wait(), 3)


@WAYS
def test_the_option_wait_waits_for_all(acme: Compiled, way: str) -> None:
    job = run(acme, way, Importer(), lambda _, job: job, wait=True)
    assert [item.state for item in job.jobs] == ["done"] * 3
    with pytest.raises(ItemsFailed):
        run(acme, way, Importer({"3": "BAD"}), lambda _, job: job, wait=True)


@WAYS
def test_what_came_of_the_requests_is_there_at_once(acme: Compiled, way: str) -> None:
    job = run(acme, way, Importer({"3": "refused"}), lambda _, job: job)
    assert [outcome.input["number"] for outcome in job.result.failed] == ["3", "4", "5"]
    assert [answer.id for answer in job.result.answers] == ["0", "6"]
    assert repr(job).endswith("of acme.import_items: jobs: 2>")


@WAYS
def test_a_token_leads_to_one_of_them(acme: Compiled, way: str) -> None:
    api = Importer()
    found = run(acme, way, api, lambda client, job: client.job(client.import_items, job.jobs[1].token).wait())
    assert found.id == "3"


@WAYS
def test_nothing_started_raises(acme: Compiled, way: str) -> None:
    with pytest.raises(BadRequest):
        run(acme, way, Importer({"0": "refused"}), lambda _, job: job, 2)


@WAYS
@pytest.mark.parametrize("seconds", [0, -1, True])
def test_a_wait_needs_a_duration(acme: Compiled, way: str, seconds: Any) -> None:
    with pytest.raises(ValueError, match="timeout is a number of seconds above zero"):
        run(acme, way, Importer(), lambda _, job: job.wait(timeout=seconds))


def test_another_thread_may_end_the_wait(acme: Compiled) -> None:
    api = Importer({"3": "RUNNING"})

    def use(_: Any, job: Any) -> Any:
        return job.outcomes(timeout=None, on_progress=lambda news: job.cancel() if news.id == "3" else None)

    batch: Batch[Any] = run(acme, "sync", api, use)
    assert [outcome.input["number"] for outcome in batch.succeeded] == ["0", "1", "2"]
    assert {type(outcome.exception) for outcome in batch.unknown} == {WaitCancelled}


@WAYS
def test_the_envelope_has_a_job_for_each_request(acme: Compiled, way: str) -> None:
    envelope = run(
        acme, way, Importer({"3": "refused"}), lambda client, _: client.execute("import_items", {"items": items(7)})
    )
    parts = envelope.batch["parts"]
    assert [part["successful"] for part in parts] == [True, False, True]
    assert parts[0]["job"]["done"] is False
    assert "job" not in envelope.extras
    single = run(acme, way, Importer(), lambda client, _: client.execute("import_items", {"items": items(2)}))
    assert single.job["token"]
    waited = {"wait": True}
    envelope = run(
        acme, way, Importer({"3": "BAD"}), lambda client, _: client.execute("import_items", {"items": items(7)}, waited)
    )
    assert not envelope.successful
    assert isinstance(envelope.exception, JobFailed)
    assert [part["job"]["done"] for part in envelope.batch["parts"]] == [True, False, True]
