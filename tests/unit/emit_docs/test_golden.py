"""The pages of a small connector that uses everything, byte for byte."""

import shutil
from pathlib import Path

import pytest

from connectory.emit.docs import DocsEmitter
from connectory.model import Project

EXPECTED = Path(__file__).parents[2] / "golden" / "docs" / "acme" / "expected"
UPDATE = "to accept what comes out: pytest tests/unit/emit_docs --update-golden"


def test_pages(acme: Project, pytestconfig: pytest.Config) -> None:
    files = {
        file.path.as_posix(): file.text
        for file in DocsEmitter().emit(acme)
        if file.path.suffix in (".html", ".md") and file.path.stem != "language"
    }
    if pytestconfig.getoption("--update-golden"):
        shutil.rmtree(EXPECTED)
        for name, text in files.items():
            path = EXPECTED / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    expected = {
        path.relative_to(EXPECTED).as_posix(): path.read_text(encoding="utf-8")
        for path in EXPECTED.rglob("*")
        if path.is_file()
    }
    assert files == expected, UPDATE
