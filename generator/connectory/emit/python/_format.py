"""Generated Python is formatted by the pinned ruff: all modules in one go."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

_WIDTH = 120
# Independent of any configuration near the project, so that the same specs give the same bytes everywhere.
_OPTIONS = ("--isolated", "--no-cache", "--quiet", f"--line-length={_WIDTH}", "--target-version=py311")


def format_python(modules: Sequence[str], first_party: Iterable[str] = ()) -> tuple[str, ...]:
    """The texts of modules with imports sorted and code laid out, each as if it were the only one.

    Args:
        modules: any Python.
        first_party: packages whose imports stand in a block of their own.

    Raises:
        ValueError: if a module is not Python. That is a mistake of the emitter, never of a spec.
    """
    with tempfile.TemporaryDirectory(prefix="connectory-") as folder:
        root = Path(folder)
        places = [root / f"{number}.py" for number in range(len(modules))]
        for place, module in zip(places, modules, strict=True):
            place.write_bytes(module.encode())
        _ruff("check", "--select=I", "--fix", _first_party(first_party), folder=root)
        _ruff("format", folder=root)
        if any(len(line) > _WIDTH for place in places for line in place.read_bytes().splitlines()):
            # A name may be longer than a line, and nothing can be done about it.
            _ruff("check", "--select=E501", "--add-noqa", folder=root)
        return tuple(place.read_bytes().decode() for place in places)


def _first_party(packages: Iterable[str]) -> str:
    return f"--config=lint.isort.known-first-party={json.dumps(list(packages))}"


def _ruff(command: str, *options: str, folder: Path) -> None:
    # Imported here, as its absence matters to nobody who does not build.
    from ruff import find_ruff_bin

    done = subprocess.run(  # noqa: S603 - the program is the one that the package brings
        [find_ruff_bin(), command, *_OPTIONS, *options, "."], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ValueError(f"generated Python cannot be formatted:\n{done.stdout}{done.stderr}")
