"""Whole packages, byte for byte. Each folder in `golden/python` holds specs and what they become."""

from pathlib import Path

import pytest

from connectory.emit.python import PythonEmitter
from connectory.pipeline import compile_specs

CORPUS = Path(__file__).parents[2] / "golden" / "python"
CASES = sorted(path for path in CORPUS.iterdir() if path.is_dir())
UPDATE = "to accept what comes out: pytest tests/unit/emit_python/test_golden.py --update-golden"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_specs_become(case: Path, pytestconfig: pytest.Config) -> None:
    project = compile_specs(case / "spec", case).require()
    made = {str(file.path): file.text for file in PythonEmitter().emit(project)}
    expected = case / "expected"
    if pytestconfig.getoption("--update-golden"):
        write(expected, made)
    kept = {path: (expected / path).read_text(encoding="utf-8") for path in names(expected)}
    assert sorted(made) == sorted(kept), UPDATE
    for path, text in made.items():
        assert text == kept[path], f"{path}: {UPDATE}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_specs_give_the_same_bytes(case: Path) -> None:
    first, second = (tuple(PythonEmitter().emit(compile_specs(case / "spec", case).require())) for _ in range(2))
    assert first == second


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def write(folder: Path, files: dict[str, str]) -> None:
    for path in set(names(folder)) - set(files) if folder.is_dir() else ():
        (folder / path).unlink()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
