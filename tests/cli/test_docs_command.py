"""`connectory docs serve` shows pages, and shows them again when a file changes."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest

from connectory.cli._serve import PageServer

ROOT = Path(__file__).parents[2]
CONNECTORY = str(Path(sys.executable).parent / "connectory")
ACTION = "specs/spoki/tags/list_tags.yaml"
THEME = "ours/docs/assets/theme.css"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one connector and a style of its own."""
    shutil.copytree(ROOT / "specs" / "spoki", tmp_path / "specs" / "spoki")
    (tmp_path / THEME).parent.mkdir(parents=True)
    (tmp_path / THEME).write_text(":root { --accent: teal; }\n")
    return tmp_path


@contextmanager
def served(project: Path) -> Iterator[str]:
    """Where the pages are."""
    server = subprocess.Popen(
        [CONNECTORY, "docs", "serve", "--port", "0", "--templates", "ours"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert server.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert found is not None
        yield found.group()
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=60)
    assert "Traceback" not in errors


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


def _is_told(events: HTTPResponse) -> bool:
    return any(line == b"event: reload\n" for line in events)


def test_pages_load_again(project: Path) -> None:
    with served(project) as url, urllib.request.urlopen(f"{url}connectory-reload", timeout=60) as events:
        assert "EventSource" in _read(url)
        assert "EventSource" not in _read(f"{url}spoki/index.md")
        assert "--accent: teal" in _read(f"{url}assets/theme.css")

        path = project / ACTION
        path.write_text(path.read_text().replace("title: ", "title: Now and then ", 1))
        assert _is_told(events)
        assert "Now and then" in _read(f"{url}spoki/actions/list_tags.html")

        (project / THEME).write_text(":root { --accent: plum; }\n")
        assert _is_told(events)
        assert "--accent: plum" in _read(f"{url}assets/theme.css")

        path.write_text("title: [\n")
        assert _is_told(events)
        assert "Now and then" in _read(f"{url}spoki/actions/list_tags.html"), "the last good pages stay"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n{% if %}", "home.html.j2:2: Expected an expression"),
        ("{{ nosuch.thing }}", "home.html.j2:1: 'nosuch' is undefined"),
        ('{% include "docs/nosuch.j2" %}', "home.html.j2:1: there is no template docs/nosuch.j2"),
        ("\n{{ 'a' + 1 }}", "home.html.j2:2: can only concatenate str"),
        ("{% include 'docs/home.html.j2' %}", "home.html.j2:1: maximum recursion depth exceeded"),
        ("{# no end", "home.html.j2:1: Missing end of comment tag"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(project: Path, text: str, message: str) -> None:
    (project / "ours" / "docs" / "home.html.j2").write_text(text)
    done = subprocess.run(
        [CONNECTORY, "build", "--templates", "ours"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "generated").exists()


def test_styles_have_braces_of_their_own(project: Path) -> None:
    style = "@media print{#main{display:none}} a::after{content:'{{'}\n"
    (project / THEME).write_text(style)
    (project / "ours" / "docs" / ".home.html.j2.swp").write_bytes(
        b"b0VIM\xff\x00"
    )  # what an editor leaves is no template
    with served(project) as url:
        assert _read(f"{url}assets/theme.css") == style


def test_a_page_hears_of_what_changed_since_it_was_read(project: Path) -> None:
    with served(project) as url:
        known = re.search(r"connectory-reload\?\d+", _read(f"{url}?print"))
        assert known is not None
        with urllib.request.urlopen(f"{url}connectory-reload", timeout=60) as events:
            (project / THEME).write_text(":root { --accent: plum; }\n")
            assert _is_told(events)
        with urllib.request.urlopen(url + known.group(), timeout=60) as late:
            assert _is_told(late)


@pytest.mark.parametrize("name", ["a.md", "llms.txt", "a.css", "a.js", "a.json", "a.svg", "a.html"])
def test_texts_are_served_as_utf_8(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("“Київ”", encoding="utf-8")
    with PageServer(tmp_path, "127.0.0.1", 0) as server, urllib.request.urlopen(f"{server.url}{name}") as answer:
        assert answer.headers.get_content_charset() == "utf-8"
        assert answer.headers.get_content_type() != "application/octet-stream"
        assert answer.read().decode().startswith("“Київ”")


def test_a_port_that_there_is_not(project: Path) -> None:
    command = [CONNECTORY, "docs", "serve", "--port", "99999"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot listen on 127.0.0.1:99999" in done.stderr
    assert "Traceback" not in done.stderr


def test_own_templates_leave_no_note_that_all_is_well(project: Path) -> None:
    (project / "ours" / "docs" / "home.md.j2").write_text("# Ours\n")
    for options, first in ((["--templates", "ours"], "# Ours"), ([], "# Connectors")):
        subprocess.run([CONNECTORY, "build", *options], cwd=project, capture_output=True, check=True)
        assert (project / "generated" / "docs" / "index.md").read_text().splitlines()[0] == first


def test_only_pages_are_served(project: Path) -> None:
    with served(project) as url:
        for path in ("../catalogue.json", "%2e%2e/catalogue.json", "..%2fcatalogue.json"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                _read(url + path)


def test_a_project_without_pages_is_told(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.connectory]\nlanguages = []\n")
    done = subprocess.run([CONNECTORY, "docs", "serve"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "languages in [tool.connectory] is empty" in done.stderr
