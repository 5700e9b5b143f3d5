"""A build that finds nothing in caches gets its generator of models ready meanwhile, and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import started_by

ROOT = Path(__file__).parents[2]
CONNECTORY = str(Path(sys.executable).parent / "connectory")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
needs_processors = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor is busy enough")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "specs" / "spoki", tmp_path / "project" / "specs" / "spoki")
    return tmp_path / "project"


def build(project: Path, caches: str) -> "subprocess.Popen[str]":
    """A build in a group of processes of its own."""
    return subprocess.Popen(
        [CONNECTORY, "build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "XDG_CACHE_HOME": str(project.parent / caches)},
    )


def is_gone(group: int, seconds: float = 10) -> bool:
    """Whether a group of processes ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@on_linux
def test_one_processor_and_many_make_the_same(project: Path) -> None:
    made: list[str] = []
    for caches, processors in (("one", {min(os.sched_getaffinity(0))}), ("many", os.sched_getaffinity(0))):
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, processors)
        try:
            process = build(project, caches)
        finally:
            os.sched_setaffinity(0, before)
        with process:
            output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        assert is_gone(process.pid)
        made.append((project / "generated" / "manifest.json").read_text())
        shutil.rmtree(project / "generated")
    assert made[0] == made[1]


@on_linux
@needs_processors
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_by_who_is_stopped(project: Path, number: signal.Signals) -> None:
    with build(project, "caches") as process:
        until = time.monotonic() + 30
        while not started_by(process.pid) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode != 0
    assert is_gone(process.pid)
    assert not (project / "generated").exists()


@on_linux
@needs_processors
def test_nothing_is_left_by_who_finds_errors(project: Path) -> None:
    (project / "specs" / "spoki" / "tags" / "list_tags.yaml").write_text("title: [")
    with build(project, "caches") as process:
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Nothing was written" in output
    assert is_gone(process.pid)
