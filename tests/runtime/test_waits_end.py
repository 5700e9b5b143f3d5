"""What ends a wait: time, another thread, a cancelled task, an error of the caller."""

from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from jobs_client import DONE, RUNNING, STARTED, Api, AsyncJobs, Ended, Jobs, start_and_wait

from connectory_runtime import WaitCancelled, WaitTimedOut
from connectory_runtime.testing import FakeClock

TOKEN = Jobs(Api([STARTED])).start_import().token


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Doorbell(FakeClock):
    """Stands still until a wait that can be ended has begun, and ends it."""

    def __init__(self, ring: Any = None) -> None:
        super().__init__(chance=0.5)
        self.begun = Event()

    def sleep_until(self, wake: Event, seconds: float) -> None:
        self.begun.set()
        assert wake.wait(10)


def test_a_wait_ends_from_another_thread_in_the_middle_of_a_pause() -> None:
    clock, api = Doorbell(), Api([STARTED, DONE])
    job = Jobs(api, clock=clock).start_import()
    ended = Ended()

    def wait() -> None:
        try:
            ended.status = job.wait()
        except Exception as error:
            ended.error = error

    thread = Thread(target=wait)
    thread.start()
    assert clock.begun.wait(10)
    job.cancel()
    thread.join(10)
    assert not thread.is_alive()
    assert isinstance(ended.error, WaitCancelled)
    assert ended.error.resume == job.token
    assert api.asked == []
    assert job.state == "started"


def test_a_wait_ends_between_two_tries_of_a_question() -> None:
    clock = FakeClock()

    def respond(_: httpx.Request) -> httpx.Response:
        job.cancel()
        return httpx.Response(503)

    client = Jobs(respond, clock=clock)
    job = client.job(client.start_import, TOKEN)
    with pytest.raises(WaitCancelled):
        job.wait()
    assert clock.waits == []


def test_a_job_can_be_waited_for_again_after_a_wait_was_ended() -> None:
    api = Api([STARTED, RUNNING, DONE])
    job = Jobs(api, clock=FakeClock()).start_import()
    job.cancel()
    with pytest.raises(WaitCancelled):
        job.wait(on_progress=lambda _: job.cancel())
    assert job.wait() == DONE


def test_an_answer_that_is_there_counts_more_than_the_end_of_the_wait() -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        job.cancel()
        return httpx.Response(200, json=DONE)

    client = Jobs(respond, clock=FakeClock())
    job = client.job(client.start_import, TOKEN)
    assert job.wait() == DONE


def test_a_wait_ends_with_its_task_and_the_job_goes_on() -> None:
    api = Api([STARTED, RUNNING, DONE])
    paused = asyncio.Event()

    class Clock(FakeClock):
        def sleep_async(self, seconds: float) -> Any:
            paused.set()
            return asyncio.sleep(3600)

    async def run() -> Any:
        job = await AsyncJobs(api, clock=Clock()).start_import()
        task = asyncio.create_task(job.wait())
        await paused.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        other = AsyncJobs(api, clock=FakeClock())
        return await other.job(other.start_import, job.token).wait()

    assert asyncio.run(run()) == DONE


def test_progress_is_awaited_if_it_can_be() -> None:
    async def run() -> list[Any]:
        told: list[Any] = []

        async def tell(status: Any) -> None:
            await asyncio.sleep(0)
            told.append(status)

        job = await AsyncJobs(Api([STARTED, RUNNING, DONE]), clock=FakeClock()).start_import()
        await job.wait(on_progress=tell)
        return told

    assert asyncio.run(run()) == [RUNNING, DONE]


class Enough(Exception):  # noqa: N818
    pass


def test_what_progress_raises_ends_the_wait(driver: str) -> None:
    def enough(_: Any) -> None:
        raise Enough

    api = Api([STARTED, RUNNING])
    ended = start_and_wait(driver, api, clock=FakeClock(), wait={"on_progress": enough})
    assert isinstance(ended.error, Enough)
    assert len(api.asked) == 1


def test_no_question_is_sent_after_the_deadline(driver: str) -> None:
    """Also not as a repetition of one that failed before it."""
    clock, times = FakeClock(chance=1.0), list[float]()

    def respond(request: httpx.Request) -> httpx.Response:
        times.append(clock.time)
        return httpx.Response(503) if request.method == "GET" else httpx.Response(200, json=STARTED)

    ended = start_and_wait(driver, respond, clock=clock, wait={"timeout": 9, "every": 4})
    assert isinstance(ended.error, WaitTimedOut)
    assert max(times) == clock.time == 9
