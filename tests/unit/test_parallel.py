"""Jobs side by side return what they return one after the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from processes import ends

from connectory import parallel
from connectory.parallel import results

needs_copies = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runner may have threads of its own, and a machine one processor."""
    monkeypatch.setattr(parallel, "processors", lambda: 2)


def take_long() -> None:
    # In short steps: a signal just before a call of the system does not cut that call short.
    for _ in range(3_000):
        time.sleep(0.02)


@needs_copies
def test_results_come_in_the_order_of_the_jobs() -> None:
    def job(number: int) -> tuple[int, int]:
        time.sleep(0.02 * (number % 3))
        return number, os.getpid()

    made = list(results([partial(job, number) for number in range(9)]))
    assert [number for number, _ in made] == list(range(9))
    assert len({process for _, process in made}) == 3, "one more than there are processors"
    assert os.getpid() not in {process for _, process in made}


@needs_copies
def test_large_results_come_whole() -> None:
    jobs = [partial(str.__mul__, letter, 3_000_000) for letter in "abc"]
    assert [(text[0], len(text)) for text in results(jobs)] == [("a", 3_000_000), ("b", 3_000_000), ("c", 3_000_000)]


@needs_copies
def test_what_goes_wrong_goes_wrong_here() -> None:
    here = os.getpid()

    def fail() -> int:
        raise LookupError(os.getpid())

    made = results([lambda: 1, fail, lambda: 3])
    assert next(made) == 1
    with pytest.raises(LookupError) as caught:
        next(made)
    assert caught.value.args == (here,)


@needs_copies
def test_what_cannot_be_sent_is_made_here(capfd: pytest.CaptureFixture[str]) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    here = os.getpid()
    jobs: list[Callable[[], object]] = [lambda: deep, os.getpid, lambda: deep, os.getpid]
    first, second, third, fourth = results(jobs)
    assert first is deep
    assert third is deep
    assert here not in (second, fourth), "the others go on"
    assert capfd.readouterr() == ("", "")


@needs_copies
def test_a_copy_that_dies_is_made_up_for() -> None:
    here = os.getpid()

    def die() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "made here"

    jobs: list[Callable[[], str]] = [die, lambda: "b", die, lambda: "d"]
    assert list(results(jobs)) == ["made here", "b", "made here", "d"]


@needs_copies
@pytest.mark.parametrize("possible", [0, 1])
def test_who_may_have_no_more_processes_does_it_alone(possible: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    left = [None] * possible

    def limited() -> int:
        if not left:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    made = list(results([os.getpid] * 5))
    assert len(set(made)) == 1
    assert (made[0] == os.getpid()) == (possible == 0)


@needs_copies
def test_nothing_is_left_when_nobody_wants_the_rest() -> None:
    made: Iterator[int] = results([os.getpid, *[take_long] * 3])
    first = next(made)
    made.close()
    assert ends(first)


@needs_copies
def test_who_is_not_wanted_any_more_cleans_up(tmp_path: Path) -> None:
    def work() -> None:
        with TemporaryDirectory(dir=tmp_path):
            (tmp_path / "begun").touch()
            take_long()

    def wait() -> None:
        while not (tmp_path / "begun").exists():
            time.sleep(0.02)

    made = results([wait, work])
    next(made)
    made.close()
    assert [path.name for path in tmp_path.iterdir()] == ["begun"]


@needs_copies
def test_copies_end_when_their_origin_is_killed(tmp_path: Path) -> None:
    program = """
import os, sys, time
from connectory import parallel
parallel.processors = lambda: 2
def job():
    with open(sys.argv[1], "a") as file:
        print(os.getpid(), file=file, flush=True)
    time.sleep(0.5)
    return "x" * 1_000_000
list(parallel.results([job] * 100))
"""
    noted = tmp_path / "processes"
    process = subprocess.Popen([sys.executable, "-c", program, str(noted)])
    until = time.monotonic() + 10
    while time.monotonic() < until and (not noted.exists() or len(noted.read_text().split()) < 3):
        time.sleep(0.02)
    process.kill()
    process.wait()
    copies = {int(number) for number in noted.read_text().split()}
    assert len(copies) == 3
    assert all(ends(copy) for copy in copies)


def test_one_job_needs_no_copy() -> None:
    assert list(results([os.getpid])) == [os.getpid()]
    assert list(results([])) == []


def test_beside_threads_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert list(results([os.getpid] * 3)) == [os.getpid()] * 3
    finally:
        done.set()
        thread.join()
