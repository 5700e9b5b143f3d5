"""What was made is kept, for a while, and where a project cannot put it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from connectory import caches
from connectory.caches import has_answered, kept, place, read, write
from connectory.templating import environment


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Caches of a test."""
    caches._tidy.cache_clear()
    monkeypatch.setattr(caches, "user_cache_path", lambda *_, **__: tmp_path / "connectory")
    return tmp_path / "connectory"


def test_what_was_written_is_read() -> None:
    assert read("notes", "a") is None
    write("notes", "a", b"\xff\n")
    assert read("notes", "a") == b"\xff\n"
    assert read("notes", "b") is None
    assert read("others", "a") is None


def test_who_is_stopped_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> Path:
        raise SystemExit

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(SystemExit):
        write("notes", "a", b"text")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_answer_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept("question", lambda _: "first") == "first"
    assert kept("question", lambda _: "second") == "first"
    assert kept("another question", lambda _: "second") == "second"
    monkeypatch.setattr(caches, "compiler_stamp", lambda: "another compiler")
    assert kept("question", lambda _: "third") == "third"


def test_a_compiler_knows_that_it_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_answered()
    kept("question", str)
    assert has_answered()
    monkeypatch.setattr(caches, "compiler_stamp", lambda: "another compiler")
    assert not has_answered()


@pytest.mark.parametrize("about", ["../../etc/passwd", "/", "\x00", "\ud800", "x" * 10_000])
def test_no_question_leads_elsewhere(folder: Path, about: str) -> None:
    write("notes", about, b"text")
    assert read("notes", about) == b"text"
    assert place("notes", about).parent == folder / "notes"
    assert len(list((folder / "notes").iterdir())) == 1


def test_without_a_place_everything_is_made_anew(folder: Path) -> None:
    folder.write_text("in the way")
    assert kept("question", lambda _: "first") == "first"
    assert kept("question", lambda _: "second") == "second"


@pytest.mark.parametrize("damage", [b"", b"\xff", bytes(40)])
def test_what_is_damaged_is_made_anew(damage: bytes) -> None:
    kept("question", lambda _: "first")
    (answer,) = place("answers", "").parent.iterdir()
    answer.write_bytes(damage)
    assert kept("question", lambda _: "second") == "second"


def test_what_is_old_goes() -> None:
    for name, days in (("old", 91), ("young", 89)):
        write("notes", name, name.encode())
        then = time.time() - days * 24 * 3600
        os.utime(place("notes", name), (then, then))
    caches._tidy.cache_clear()
    write("notes", "new", b"new")
    assert [read("notes", name) for name in ("old", "young", "new")] == [None, b"young", b"new"]


def test_templates_are_compiled_once_for_a_purpose(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()

    def fill(purpose: str, text: str, word: str = "") -> str:
        (own / "a.j2").write_text(text)
        reword = (lambda source: source.replace("WORD", word)) if word else None
        return environment(purpose, autoescape=False, own=own, reword=reword).get_template("a.j2").render()

    def compiled() -> set[str]:
        return {path.name for path in (folder / "templates").iterdir()}

    assert fill("one", "{{ 1 + 1 }} WORD") == "2 WORD"
    first = compiled()
    assert fill("one", "{{ 1 + 1 }} WORD") == "2 WORD"
    assert compiled() == first
    assert fill("two", "{{ 1 + 1 }} WORD", "parola") == "2 parola"
    assert fill("one", "{{ 1 + 1 }} WORD", "mot") == "2 mot"
    assert fill("one", "{{ 1 + 1 }} WORD") == "2 WORD"
    assert fill("one", "{{ 2 + 2 }}") == "4"
    for path in (folder / "templates").iterdir():
        path.write_bytes(path.read_bytes()[:40])
    assert fill("one", "{{ 2 + 2 }}") == "4"
