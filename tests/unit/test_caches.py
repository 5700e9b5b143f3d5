"""What was made is kept, for a while, and where a project cannot put it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from connectory import caches
from connectory.caches import kept, place, read, write


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Caches of a test."""
    monkeypatch.setattr(caches, "user_cache_path", lambda *_, **__: tmp_path / "connectory")
    return tmp_path / "connectory"


def test_what_was_written_is_read() -> None:
    assert read("notes", "a") is None
    write("notes", "a", "ä\n")
    assert read("notes", "a") == "ä\n"
    assert read("notes", "b") is None
    assert read("others", "a") is None


def test_an_answer_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept("question", lambda: "first") == "first"
    assert kept("question", lambda: "second") == "first"
    assert kept("another question", lambda: "second") == "second"
    monkeypatch.setattr(caches, "compiler_stamp", lambda: "another compiler")
    assert kept("question", lambda: "third") == "third"


@pytest.mark.parametrize("about", ["../../etc/passwd", "/", "\x00", "\ud800", "x" * 10_000])
def test_no_question_leads_elsewhere(folder: Path, about: str) -> None:
    write("notes", about, "text")
    assert read("notes", about) == "text"
    assert place("notes", about).parent == folder / "notes"
    assert len(list((folder / "notes").iterdir())) == 1


def test_without_a_place_everything_is_made_anew(folder: Path) -> None:
    folder.write_text("in the way")
    assert kept("question", lambda: "first") == "first"
    assert kept("question", lambda: "second") == "second"


def test_what_cannot_be_read_is_made_anew() -> None:
    kept("question", lambda: "first")
    (answer,) = place("answers", "").parent.iterdir()
    answer.write_bytes(b"\xff")
    assert kept("question", lambda: "second") == "second"


def test_what_is_old_goes() -> None:
    for name, days in (("old", 91), ("young", 89)):
        write("notes", name, name)
        then = time.time() - days * 24 * 3600
        os.utime(place("notes", name), (then, then))
    write("notes", "new", "new")
    assert [read("notes", name) for name in ("old", "young", "new")] == [None, "young", "new"]
