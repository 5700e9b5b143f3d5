"""Generated Python is formatted by the pinned ruff: all files in one go."""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from connectory.emit import OutputFile

_WIDTH = 120
# Independent of any configuration near the project, so that the same specs give the same bytes everywhere.
_OPTIONS = ("--isolated", "--no-cache", "--quiet", f"--line-length={_WIDTH}", "--target-version=py311")


def format_python(files: Iterable[OutputFile], first_party: Iterable[str] = ()) -> tuple[OutputFile, ...]:
    """The files with imports sorted and code laid out; others than `.py` come back as they are.

    Args:
        files: any outputs.
        first_party: packages whose imports stand in a block of their own.

    Raises:
        ValueError: if a file is not Python. That is a mistake of the emitter, never of a spec.
    """
    every = tuple(files)
    with tempfile.TemporaryDirectory(prefix="connectory-") as folder:
        root = Path(folder)
        places = {file.path: root / f"{number}.py" for number, file in enumerate(every) if file.path.suffix == ".py"}
        for file in every:
            if file.path in places:
                places[file.path].write_bytes(file.text.encode())
        _ruff("check", "--select=I", "--fix", _first_party(first_party), folder=root)
        _ruff("format", folder=root)
        if any(len(line) > _WIDTH for place in places.values() for line in place.read_bytes().splitlines()):
            # A name may be longer than a line, and nothing can be done about it.
            _ruff("check", "--select=E501", "--add-noqa", folder=root)
        texts = {path: place.read_bytes().decode() for path, place in places.items()}
    return tuple(replace(file, text=texts.get(file.path, file.text)) for file in every)


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
