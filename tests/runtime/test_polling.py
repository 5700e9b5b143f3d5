"""When jobs are asked for: vectors as data through both drivers, and the decision itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jobs_client import STARTED, Api, start_and_wait
from jobs_client.actions.imports import START_IMPORT, WAIT
from vectors import each_vector

from connectory_runtime import Action, ActionError, Condition
from connectory_runtime._polling import MOST_SILENCE, Ask, Heard, Over, Pace, Question, Stop, after, before_first
from connectory_runtime.testing import FakeClock


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def action_of(vector: dict[str, Any]) -> Action[Any]:
    changes = dict(vector.get("wait", {}))
    for key in {"done", "failed"} & changes.keys():
        conditions = (condition | {"among": tuple(condition.get("among", ()))} for condition in changes[key])
        changes[key] = tuple(Condition(**condition) for condition in conditions)
    return replace(START_IMPORT, wait=replace(WAIT, **changes))


@each_vector("polling")
def test_vectors(driver: str, vector: dict[str, Any]) -> None:
    clock, api = FakeClock(chance=vector.get("chance", 0.5)), Api([STARTED, *vector["answers"]])
    wait = {key: vector[key] for key in ("every", "timeout") if key in vector}
    ended = start_and_wait(driver, api, action_of(vector), wait=wait, clock=clock, retries=vector.get("retries", 2))
    assert clock.waits == pytest.approx(vector["waits"])
    assert ended.job is not None
    assert ended.job.state == vector["state"]
    assert api.requests[0].method == "POST"
    assert len(api.requests) == 1 + len(clock.waits), "one question after every pause"
    if "error" not in vector:
        assert ended.error is None
        assert ended.status == vector["status"]
        assert ended.told[-1] == ended.status
        return
    assert isinstance(ended.error, ActionError)
    assert type(ended.error).__name__ == vector["error"]
    assert ended.error.resume == ended.job.token
    assert vector.get("says", "") in str(ended.error)
    for name in {"retry_after", "api_message", "rule", "answer"} & vector.keys():
        assert getattr(ended.error, name) == vector[name]


SECONDS = st.floats(0.01, 100_000)
PACES = st.builds(
    lambda every, growth, timeout: Pace(every=every, longest=every * growth, timeout=timeout),
    SECONDS,
    st.floats(1, 10),
    st.none() | SECONDS,
)
QUESTIONS = st.builds(
    Question,
    heard=st.sampled_from(get_args(Heard)),
    number=st.integers(1, 100_000),
    silent=st.integers(0, MOST_SILENCE + 1),
    elapsed=st.floats(0, 1_000_000),
    wish=st.none() | st.floats(0, 1e9),
)
CHANCES = st.floats(0, 1, exclude_max=True)


@given(QUESTIONS, PACES, CHANCES)
def test_what_follows_a_question(question: Question, pace: Pace, chance: float) -> None:
    left = pace.left(question.elapsed)
    match after(question, pace, chance):
        case Ask(seconds, _):
            assert 0 < seconds <= left
            assert question.heard in ("running", "unanswered", "unreadable")
            assert question.wish is None or seconds >= min(question.wish, left)
            assert question.wish or seconds <= 1.2 * pace.longest or seconds == left
        case Over(reason):
            assert reason == question.heard
        case Stop("refused", _):
            assert question.heard == "refused"
        case Stop("silence", _):
            assert question.heard in ("unanswered", "unreadable")
            assert question.silent >= MOST_SILENCE
        case Stop("time", _):
            assert left == 0
        case Stop(reason, _):
            assert reason == "asks too long"
            assert question.wish is not None
            assert question.wish > left > 0


@given(PACES, CHANCES, st.lists(st.sampled_from(["running", "unanswered"]), max_size=60))
def test_no_wait_is_longer_than_its_time(pace: Pace, chance: float, heard: list[Heard]) -> None:
    elapsed, silent = before_first(pace, 0.0, chance), 0
    for number, one in enumerate(heard, 1):
        silent = silent + 1 if one == "unanswered" else 0
        verdict = after(Question(heard=one, number=number, silent=silent, elapsed=elapsed), pace, chance)
        if not isinstance(verdict, Ask):
            assert silent == MOST_SILENCE or pace.left(elapsed) == 0
            break
        elapsed += verdict.after
    assert pace.timeout is None or elapsed <= pace.timeout * (1 + 1e-12)


@given(PACES, CHANCES)
def test_the_pace_never_quickens(pace: Pace, chance: float) -> None:
    endless = replace(pace, timeout=None)
    steps = [
        after(Question(heard="running", number=number, silent=0, elapsed=0), endless, chance) for number in range(1, 40)
    ]
    waits = [step.after for step in steps if isinstance(step, Ask)]
    assert len(waits) == len(steps)
    assert waits == sorted(waits)


def test_an_old_job_is_asked_for_at_once() -> None:
    pace = Pace(every=2.0, longest=16.0, timeout=60.0)
    assert before_first(pace, 0.5, 0.5) == 1.5
    assert before_first(pace, 7.0, 0.5) == 0.0
    assert before_first(pace, None, 0.5) == 0.0
