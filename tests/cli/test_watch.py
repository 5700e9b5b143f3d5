"""`connectory build --watch` builds again whenever a file changes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

import pytest

ROOT = Path(__file__).parents[2]
CONNECTORY = str(Path(sys.executable).parent / "connectory")
ACTION = "specs/spoki/tags/list_tags.yaml"
PAGE = "generated/docs/spoki/actions/list_tags.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one connector and a template of its own."""
    shutil.copytree(ROOT / "specs" / "spoki", tmp_path / "specs" / "spoki")
    home = tmp_path / "ours" / "docs" / "home.html.j2"
    home.parent.mkdir(parents=True)
    home.write_text("Our connectors\n")
    return tmp_path


def _pass_on(lines: IO[str], queue: "Queue[str]") -> None:
    for line in lines:
        queue.put(line)


@contextmanager
def watching(project: Path) -> Iterator[Callable[[str], None]]:
    """Waits until a line with a text is printed."""
    process = subprocess.Popen(
        [CONNECTORY, "build", "--watch", "--templates", "ours"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    queue: Queue[str] = Queue()
    reader = Thread(target=_pass_on, args=(process.stdout, queue), daemon=True)
    reader.start()

    def wait(text: str) -> None:
        while text not in queue.get(timeout=60):
            pass

    try:
        yield wait
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        reader.join()
        process.stdout.close()
        assert not [line for line in queue.queue if "Traceback" in line]


def test_each_change_is_built(project: Path) -> None:
    spec, page, home = project / ACTION, project / PAGE, project / "ours" / "docs" / "home.html.j2"
    with watching(project) as wait:
        wait("files: ")
        wait("Watching ")
        first = spec.read_text()

        spec.write_text(first.replace("title: ", "title: Now and then ", 1))
        wait("updated, ")
        assert "Now and then" in page.read_text()
        wait("Watching ")

        spec.write_text("title: [\n")
        wait("Nothing was written: ")
        assert "Now and then" in page.read_text()
        wait("Watching ")

        home.write_text("{{ nothing_of_this_name }}\n")
        wait("Nothing was written: ")
        wait("Watching ")
        spec.write_text(first)
        wait("home.html.j2:1: 'nothing_of_this_name' is undefined")
        wait("Watching ")

        home.write_text("{{ 1 / 0 }}\n")
        wait("home.html.j2:1: division by zero")
        wait("Watching ")
        home.write_bytes(b"\xff")
        wait("home.html.j2:1: cannot be read: 'utf-8' codec")
        wait("Watching ")

        home.write_text("All our connectors\n")
        wait("updated, ")
        assert "Now and then" not in page.read_text()
        assert (project / "generated" / "docs" / "index.html").read_text() == "All our connectors\n"
        wait("Watching ")


def test_what_is_no_file_and_settings_are_noticed_too(project: Path) -> None:
    settings, nothing = project / "pyproject.toml", project / "specs" / "nothing"
    with watching(project) as wait:
        wait("Watching ")
        nothing.mkdir()
        wait("Nothing was written: ")
        wait("Watching ")
        nothing.rmdir()
        wait("Built ")
        wait("Watching ")

        (project / "specs" / "loop.yaml").symlink_to("loop.yaml")
        wait("Nothing was written: ")
        wait("Watching ")
        (project / "specs" / "loop.yaml").unlink()
        wait("Built ")
        wait("Watching ")

        settings.write_text("[tool.connectory]\nlanguages = ['en', 'es']\n")
        wait("created")
        assert (project / "generated" / "docs" / "es" / "index.html").exists()
        wait("Watching ")
        settings.write_text("[tool.connectory]\nlanguages = 7\n")
        wait("languages must be a list")
        wait("Watching ")
