"""Jobs in the background as callers see them: what they say, their tokens, envelopes, and calls that wait."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from jobs_client import CANARY, DONE, RUNNING, STARTED, Api, AsyncJobs, Jobs, start_and_wait
from jobs_client.actions.imports import START_EXPORT, START_IMPORT
from type_checked import complaints

from connectory_runtime import (
    ActionError,
    InvalidInput,
    InvalidResponse,
    JobFailed,
)
from connectory_runtime.testing import FakeClock


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_job_says_how_it_stands(driver: str) -> None:
    ended = start_and_wait(driver, Api([STARTED, RUNNING, DONE]), clock=FakeClock())
    job = ended.job
    assert job is not None
    assert ended.told == [RUNNING, DONE]
    assert job.result == STARTED
    assert job.raw.status == 200
    kind = "Job" if driver == "sync" else "AsyncJob"
    assert repr(job) == f"<{kind} of depot.start_import: done>"


def test_what_is_done_is_not_asked_for_again() -> None:
    api = Api([STARTED, DONE])
    job = Jobs(api, clock=FakeClock()).start_import()
    assert job.wait() is job.wait()
    assert len(api.asked) == 1


def test_a_status_is_asked_for_at_once(driver: str) -> None:
    clock, api = FakeClock(), Api([STARTED, RUNNING, {"state": "failed"}, {"$status": 404}])

    async def asynchronously() -> list[Any]:
        job = await AsyncJobs(api, clock=clock).start_import(name="box")
        return [job.token, await job.status(), job.state, await job.status(), job.state, await _error(job.status())]

    def synchronously() -> list[Any]:
        job = Jobs(api, clock=clock).start_import(name="box")
        found = [job.token, job.status(), job.state, job.status(), job.state]
        with pytest.raises(ActionError) as caught:
            job.status()
        return [*found, caught.value]

    token, first, state, second, later, error = asyncio.run(asynchronously()) if driver == "async" else synchronously()
    assert (first, state, second, later) == (RUNNING, "running", {"state": "failed"}, "failed")
    assert error.resume == token
    assert clock.waits == []
    assert {str(request.url.query, "ascii") for request in api.requests[1:]} == {"owner=box"}
    assert api.asked == ["/api/v1/imports/i-7"] * 3


async def _error(awaited: Any) -> Exception:
    with pytest.raises(ActionError) as caught:
        await awaited
    return caught.value


def test_a_token_leads_to_the_job_from_another_client(driver: str) -> None:
    token = Jobs(Api([STARTED])).start_import(name="box", pin=CANARY).token
    assert CANARY not in token
    clock, api = FakeClock(), Api([RUNNING, DONE])

    async def asynchronously() -> tuple[Any, str, Any]:
        client = AsyncJobs(api, clock=clock)
        job = client.job(client.start_import, token)
        return job, repr(job), await job.wait()

    def synchronously() -> tuple[Any, str, Any]:
        client = Jobs(api, clock=clock)
        job = client.job(client.start_import, token)
        return job, repr(job), job.wait()

    job, shown, status = asyncio.run(asynchronously()) if driver == "async" else synchronously()
    assert shown.endswith("of depot.start_import: started>")
    assert status == DONE
    assert job.token == token
    assert api.asked == ["/api/v1/imports/i-7"] * 2
    assert len(clock.waits) == 1, "the first question does not wait: nobody knows how old the job is"
    with pytest.raises(ValueError, match="does not hold the answer"):
        _ = job.result


TOKEN = Jobs(Api([STARTED])).start_import().token


@pytest.mark.parametrize(
    ("token", "problem"),
    [
        ("", "no resume token"),
        (TOKEN[:-1], "no resume token"),
        ("[]", "no resume token"),
        ('{"action":"depot.start_import"}', "no resume token"),
        (TOKEN.replace("start_import", "start_export"), "another action"),
        (TOKEN.replace('"i-7"', '["i-7"]'), "damaged"),
        (TOKEN.replace('"id"', '"di"'), "damaged"),
        ('{"action":"depot.start_import","job":7}', "damaged"),
    ],
)
def test_tokens_of_others(token: str, problem: str) -> None:
    api = Api([DONE])
    client = Jobs(api)
    with pytest.raises(InvalidInput, match=problem):
        client.job(client.start_import, token)
    other = AsyncJobs(api)
    with pytest.raises(InvalidInput, match=problem):
        other.job(other.start_import, token)
    assert api.requests == []


def test_only_methods_that_start_jobs_have_some() -> None:
    client = Jobs(Api([DONE]))
    with pytest.raises(TypeError, match="starts no job"):
        client.job(client.get_import, TOKEN)
    with pytest.raises(TypeError, match="give a method of this client"):
        client.job(Jobs(Api([DONE])).start_import, TOKEN)
    with pytest.raises(InvalidInput, match="another action"):
        client.job(client.start_export, TOKEN)


@pytest.mark.parametrize("answer", [{}, {"job": None}, {"job": {"id": None}}, {"job": {"id": [1]}}, {"$text": "ok"}])
def test_an_answer_that_does_not_lead_to_the_job(driver: str, answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    api = Api([answer, DONE])
    with caplog.at_level(logging.WARNING, "connectory"):
        ended = start_and_wait(driver, api)
    assert isinstance(ended.error, InvalidResponse)
    assert ended.error.rule == "specs/depot/imports/start_import.yaml:7"
    assert len(api.requests) == 1, "nothing is asked"
    assert "cannot be asked for" in caplog.text
    assert ended.job is not None
    assert ended.job.result == ("ok" if "$text" in answer else answer), "what was answered is not lost"
    with pytest.raises(InvalidResponse):
        _ = ended.job.token


def test_a_server_that_answers_with_the_credential(driver: str) -> None:
    ended = start_and_wait(driver, Api([{"job": {"id": CANARY}}, DONE]))
    assert isinstance(ended.error, InvalidResponse)
    assert CANARY not in f"{ended.error}{ended.error.resume}{ended.job!r}"


def test_a_number_for_an_id_that_is_text(driver: str) -> None:
    api = Api([{"job": {"id": 7}}, DONE])
    assert start_and_wait(driver, api, clock=FakeClock()).status == DONE
    assert api.asked == ["/api/v1/imports/7"]


@pytest.mark.parametrize(("name", "value"), [("timeout", 0), ("timeout", float("nan")), ("every", -1), ("every", True)])
def test_times_that_make_no_sense(driver: str, name: str, value: float) -> None:
    api = Api([STARTED, DONE])
    ended = start_and_wait(driver, api, wait={name: value})
    assert isinstance(ended.error, ValueError)
    assert name in str(ended.error)
    assert api.asked == []


def test_a_call_can_wait_itself(driver: str) -> None:
    clock, api = FakeClock(chance=0.5), Api([STARTED, RUNNING, DONE])

    async def asynchronously() -> tuple[Any, Any]:
        job = await AsyncJobs(api, clock=clock).start_import(options={"wait": True})
        return job, await job.wait()

    def synchronously() -> tuple[Any, Any]:
        job = Jobs(api, clock=clock).start_import(options={"wait": True})
        return job, job.wait()

    job, status = asyncio.run(asynchronously()) if driver == "async" else synchronously()
    assert (job.state, status, job.result) == ("done", DONE, STARTED)
    assert clock.waits == [2.0, 2.5]


def test_a_call_that_waits_raises_what_the_wait_raises() -> None:
    with pytest.raises(JobFailed) as caught:
        Jobs(Api([STARTED, {"state": "failed"}]), clock=FakeClock()).start_import(options={"wait": True})
    assert caught.value.resume == TOKEN
    with pytest.raises(InvalidResponse):
        Jobs(Api([{}])).start_import(options={"wait": True})


def execute(driver: str, api: Api, options: Any = None, identifier: str = "start_import") -> dict[str, Any]:
    clock = FakeClock()
    arguments = {"id": "i-7"} if identifier == "get_import" else {"name": "one", "pin": "0"}
    if driver == "sync":
        return Jobs(api, clock=clock).execute(identifier, arguments, options).to_dict()
    return asyncio.run(AsyncJobs(api, clock=clock).execute(identifier, arguments, options)).to_dict()


def test_an_envelope_leads_to_the_job(driver: str) -> None:
    envelope = execute(driver, Api([STARTED]))
    assert envelope == {
        "data": STARTED,
        "successful": True,
        "job": {"token": TOKEN, "done": False, "status": None},
    }


def test_an_envelope_of_a_job_that_is_done(driver: str) -> None:
    envelope = execute(driver, Api([STARTED, RUNNING, DONE]), {"wait": True})
    assert envelope == {"data": STARTED, "successful": True, "job": {"token": TOKEN, "done": True, "status": DONE}}


def test_an_envelope_of_a_job_that_failed(driver: str) -> None:
    envelope = execute(driver, Api([STARTED, {"state": "lost"}]), {"wait": True})
    assert not envelope["successful"]
    assert "the job failed (lost)" in envelope["error"]
    assert envelope["data"] == STARTED
    assert envelope["job"] == {"token": TOKEN, "done": False, "status": {"state": "lost"}}


def test_an_envelope_of_a_job_that_goes_on(driver: str) -> None:
    envelope = execute(driver, Api([STARTED, RUNNING]), {"wait": True})
    assert not envelope["successful"]
    assert "it may go on" in envelope["error"]
    assert envelope["job"] == {"token": TOKEN, "done": False, "status": RUNNING}


def test_envelopes_without_a_job(driver: str) -> None:
    assert "job" not in execute(driver, Api([{"$status": 400}]))
    assert execute(driver, Api([{}])) == {"data": {}, "successful": True}
    lost = execute(driver, Api([{}]), {"wait": True})
    assert (lost["data"], lost["successful"], "job" in lost) == ({}, False, False)
    assert "cannot be asked for" in lost["error"]


def test_waiting_for_an_action_without_a_job(driver: str) -> None:
    api = Api([DONE])
    envelope = execute(driver, api, {"wait": True}, "get_import")
    assert "starts no job" in envelope["error"]
    assert api.requests == []
    with pytest.raises(TypeError, match="the option wait is True or False"):
        execute(driver, api, {"wait": 1})


def test_options_of_the_call_hold_for_the_questions(driver: str) -> None:
    api = Api([STARTED, DONE])
    execute(driver, api, {"wait": True, "headers": {"X-Trace": "t-1"}})
    assert [request.headers["X-Trace"] for request in api.requests] == ["t-1", "t-1"]


def test_raw_says_where_the_answer_is() -> None:
    class Generated(Jobs):
        def start_import(self, *, name: str = "one", pin: str = "0", options: Any = None) -> Any:
            return self._begin(START_IMPORT, {"name": name, "pin": pin}, options)

    client = Generated(Api([STARTED]))
    with pytest.raises(TypeError, match="has the answer as `raw`"):
        client.raw(client.start_import)


def test_a_plan_names_the_job() -> None:
    plan = Jobs(Api([])).plan("start_import", {"name": "one"})
    assert plan.job == "get_import"
    assert "then: get_import is asked every" in str(plan)


def test_nothing_shows_the_credential(driver: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "connectory"):
        ended = start_and_wait(driver, Api([STARTED, {"state": "failed", "message": CANARY}]), clock=FakeClock())
    assert CANARY not in f"{ended.error}{ended.error!r}{ended.job!r}{ended.job and ended.job.token}{caplog.text}"


def test_another_action_starts_other_jobs() -> None:
    token = Jobs(Api([STARTED]), START_EXPORT).start_import().token
    assert token != TOKEN


TYPED = """
from typing import assert_type
from connectory_runtime import AsyncBatchJob, AsyncJob, Batch, BatchJob, Job
from connectory_clients.esputnik import AsyncEsputnik, Esputnik
from connectory_clients.esputnik.models import ContactImport, ContactImportStatus

def typed(client: Esputnik) -> None:
    job = client.bulk_add_or_update_contacts(contacts=[], dedupe_on="email", options={"wait": True})
    assert_type(job, BatchJob[ContactImport, ContactImportStatus])
    assert_type(job.result, Batch[ContactImport])
    assert_type(job.outcomes(), Batch[ContactImportStatus])
    assert_type(job.wait(on_progress=lambda status: print(status.status)), ContactImportStatus)
    found = client.job(client.bulk_add_or_update_contacts, job.jobs[0].token)
    assert_type(found, Job[ContactImport, ContactImportStatus])

async def awaited(client: AsyncEsputnik) -> None:
    job = await client.bulk_add_or_update_contacts(contacts=[], dedupe_on="email")
    assert_type(job, AsyncBatchJob[ContactImport, ContactImportStatus])
    assert_type(await job.wait(), ContactImportStatus)
    found = client.job(client.bulk_add_or_update_contacts, job.jobs[0].token)
    assert_type(found, AsyncJob[ContactImport, ContactImportStatus])

def wrong(client: Esputnik) -> None:
    client.job(client.add_domain, "token")
"""


def test_type_checkers_know_what_a_job_returns(tmp_path: Path) -> None:
    (complaint,) = complaints(tmp_path, TYPED)
    assert 'Argument 1 to "job"' in complaint
