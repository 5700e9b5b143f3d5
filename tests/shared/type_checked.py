"""What a type checker says of a program that uses the shipped clients."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def complaints(folder: Path, program: str) -> list[str]:
    """The errors that mypy finds in a program, in strict mode; `folder` is for its files."""
    (folder / "typed.py").write_text(program)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(folder), "typed.py"]
    sources = f"{ROOT / 'generator'}:{ROOT / 'generated' / 'python'}"
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"MYPYPATH": sources, "PATH": ""}
    )
    assert done.stdout, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("typed.py:") and ": error:" in line]
