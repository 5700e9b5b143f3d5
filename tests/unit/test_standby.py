"""Functions are called in a process that is ready for them, or else here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from processes import ends, started_by

from connectory import parallel, standby
from connectory.parallel import results
from connectory.standby import standby as stand_by

needs_copies = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

HERE = os.getpid()
ready: list[str] = []


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runner may have threads of its own, and a machine one processor."""
    for module in (parallel, standby):
        monkeypatch.setattr(module, "processors", lambda: 2)


def get_ready() -> None:
    ready.append("ready")


def take_long() -> None:
    # In short steps: a signal just before a call of the system does not cut that call short.
    for _ in range(3_000):
        time.sleep(0.02)


def fail() -> None:
    raise LookupError


def state(text: str) -> str:
    return " ".join((text, "here" if os.getpid() == HERE else "there", *ready))


def refuse(text: str) -> str:
    raise LookupError(text, os.getpid())


def die(text: str) -> str:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{text} here"


def slow(text: str) -> str:
    time.sleep(0.5)
    return f"{text} {os.getpid()}"


@needs_copies
def test_who_answers_got_ready() -> None:
    with stand_by(get_ready) as call:
        assert [call(state, "a"), call(state, "b")] == ["a there ready", "b there ready"]
    assert state("c") == "c here"


@needs_copies
def test_what_is_further_to_do_keeps_nobody_waiting(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def note_and_take_long() -> None:
        begun.write_text(" ".join(ready))
        take_long()

    with stand_by(get_ready, note_and_take_long, fail) as call:
        assert [call(state, "a"), call(state, "b")] == ["a there ready", "b there ready"]
        while not (begun.exists() and begun.read_text()):
            time.sleep(0.02)
    assert begun.read_text() == "ready"


@needs_copies
def test_copies_ask_too_and_are_answered_side_by_side() -> None:
    with stand_by(get_ready) as call:
        answers = [text.split() for text in results([partial(call, slow, "a"), partial(call, slow, "b")])]
    assert [text for text, _ in answers] == ["a", "b"]
    assert len({process for _, process in answers}) == 2


@needs_copies
def test_large_texts_come_whole() -> None:
    with stand_by(get_ready) as call:
        assert call(str.upper, "a" * 3_000_000) == "A" * 3_000_000


@needs_copies
def test_what_goes_wrong_goes_wrong_here() -> None:
    with stand_by(get_ready) as call:
        with pytest.raises(LookupError) as caught:
            call(refuse, "a")
        assert call(state, "b") == "b there ready"
    assert caught.value.args == ("a", HERE)


@needs_copies
def test_who_dies_is_made_up_for() -> None:
    with stand_by(get_ready) as call:
        assert [call(die, text) for text in "abcd"] == ["a here", "b here", "c here", "d here"]


@needs_copies
def test_who_cannot_get_ready_is_not_needed(capfd: pytest.CaptureFixture[str]) -> None:
    with stand_by(fail) as call:
        assert call(state, "a") == "a here"
    assert capfd.readouterr() == ("", "")


@needs_copies
def test_who_may_have_no_more_processes_does_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none)
    with stand_by(get_ready) as call:
        assert call(state, "a") == "a here"


@needs_copies
@pytest.mark.parametrize("answers", [True, False])
def test_nothing_is_left(answers: bool) -> None:
    before = set(started_by(HERE))
    others: set[int] = set()

    def stop() -> None:
        with stand_by(get_ready if answers else take_long) as call:
            if answers:
                call(state, "a")
            others.update(set(started_by(HERE)) - before)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert others
    assert all(ends(other) for other in others)


@needs_copies
@pytest.mark.parametrize("answers", [True, False])
def test_nothing_is_left_by_who_is_killed(answers: bool) -> None:
    program = """
import sys, time
from connectory import parallel, standby
parallel.processors = standby.processors = lambda: 2
answers = sys.argv[1] == "True"
with standby.standby(int if answers else lambda: time.sleep(1)) as call:
    print(call(str, "standing by") if answers else "standing by", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program, str(answers)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "standing by\n"
        others = started_by(process.pid)
        process.kill()
    assert others
    assert all(ends(other) for other in others)


def test_beside_threads_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with stand_by(fail) as call:
            assert call(state, "a") == "a here"
    finally:
        done.set()
        thread.join()
