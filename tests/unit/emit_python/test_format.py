"""Modules are laid out alike wherever that is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from connectory.emit.python import _format
from connectory.emit.python._format import format_python

UNTIDY = "import zlib\nimport ast\nx = { 'a':1 }\n"
TIDY = 'import ast\nimport zlib\n\nx = {"a": 1}\n'


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where files lie in memory, as far as the code knows."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(_format, "_IN_MEMORY", tmp_path)
    return tmp_path


def test_memory_is_used_and_left_clean(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    ruff = _format._ruff

    def note(command: str, *options: str, folder: Path, **more: tuple[str, ...]) -> None:
        seen.append(folder)
        ruff(command, *options, folder=folder, **more)

    monkeypatch.setattr(_format, "_ruff", note)
    assert format_python([UNTIDY]) == (TIDY,)
    assert {path.parent for path in seen} == {folder}
    assert list(folder.iterdir()) == []


def test_a_full_memory_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(folder)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    assert not _format._has_room(100)
    assert _format._has_room(10)
    assert format_python([UNTIDY]) == (TIDY,)


def test_a_memory_with_limits_that_are_not_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ruff = _format._ruff

    def refuse(command: str, *options: str, folder: Path, **more: tuple[str, ...]) -> None:
        if folder.parent == _format._IN_MEMORY:
            raise OSError(28, "No space left on device")
        ruff(command, *options, folder=folder, **more)

    monkeypatch.setattr(_format, "_ruff", refuse)
    assert format_python([UNTIDY]) == (TIDY,)
    assert list(folder.iterdir()) == []


def test_who_says_where_temporary_files_belong_is_heeded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _format._has_room(0)
    monkeypatch.setenv("TMPDIR", str(folder))
    assert not _format._has_room(0)


def test_where_there_is_no_such_folder_another_is_used(folder: Path) -> None:
    folder.rmdir()
    assert not _format._has_room(0)
    assert format_python([UNTIDY]) == (TIDY,)


def test_a_line_that_cannot_be_shorter_is_marked_in_its_module_only() -> None:
    wide = f"{'a' * 130} = 1\n"
    first, second = format_python([wide, UNTIDY])
    assert first == f"{'a' * 130} = 1  # noqa: E501\n"
    assert second == TIDY


def test_what_is_no_python_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be formatted"):
        format_python(["x = ("])
