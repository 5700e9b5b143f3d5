"""What comes out is held to the standard of what is written by hand, also where specs are odd."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from connectory.emit.python import PythonEmitter
from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "golden" / "python"
BIN = Path(sys.executable).parent
PACKAGE = "some_clients"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source root with the clients of all golden specs."""
    root = tmp_path_factory.mktemp("clients")
    for case in CORPUS.iterdir():
        for file in PythonEmitter(PACKAGE).emit(compile_specs(case / "spec", case).require()):
            target = root / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
    return root / "python"


def check(sources: Path, tool: str, *arguments: str) -> None:
    done = subprocess.run([BIN / tool, *arguments], cwd=sources, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=" ".join)
def test_ruff(sources: Path, command: tuple[str, ...]) -> None:
    first_party = f"lint.isort.known-first-party = ['{PACKAGE}', 'connectory_runtime']"
    settings = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), "--config", first_party]
    check(sources, "ruff", *command, *settings, ".")


def test_mypy(sources: Path, tmp_path: Path) -> None:
    check(sources, "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", "-p", PACKAGE)


def test_basedpyright(sources: Path, tmp_path: Path) -> None:
    settings = {
        "include": [str(sources)],
        "extraPaths": [str(sources), str(ROOT / "generator")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    check(sources, "basedpyright", "--project", str(tmp_path), "--pythonpath", sys.executable)
