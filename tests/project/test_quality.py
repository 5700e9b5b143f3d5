"""The tools that judge our code and our output, run as a person would run them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

CHECKS = {
    "lint": ["ruff", "check", "--no-cache", "."],
    "format": ["ruff", "format", "--no-cache", "--check", "."],
    "types (mypy, strict)": ["mypy"],
    "types (pyright, strict)": ["basedpyright"],
    "layers": ["lint-imports", "--no-cache"],
    "generated/ is current": ["connectory", "check"],
    "specs have no problem": ["connectory", "lint"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_tool_is_content(name: str) -> None:
    program, *arguments = CHECKS[name]
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 0, f"{program} {' '.join(arguments)}\n{done.stdout}{done.stderr}"
