"""Generated Python is formatted by the pinned ruff: all modules in one go."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - only folders that nobody else may enter are made there
_ROOM = 8
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
    texts = [module.encode() for module in modules]
    if _has_room(sum(map(len, texts))):
        # There may be limits that are not seen, and others who take what is left.
        with suppress(OSError, ValueError):
            return _laid_out(texts, first_party, _IN_MEMORY)
    return _laid_out(texts, first_party, None)


def _has_room(size: int) -> bool:
    """Whether temporary files of so many bytes may lie in memory.

    Modules are written several times, and on a disk that takes longer than to lay them out. Who says where temporary
    files belong is heeded.
    """
    try:
        free = shutil.disk_usage(_IN_MEMORY).free
    except OSError:
        return False
    return free > _ROOM * size and "TMPDIR" not in os.environ


def _laid_out(texts: Sequence[bytes], first_party: Iterable[str], folder: Path | None) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory(prefix="connectory-", dir=folder) as temporary:
        root = Path(temporary)
        places = [root / f"{number}.py" for number in range(len(texts))]
        for place, text in zip(places, texts, strict=True):
            place.write_bytes(text)
        _ruff("check", "--select=I", "--fix", _first_party(first_party), folder=root)
        _ruff("format", folder=root)
        if wide := [place.name for place in places if _may_be_wide(place.read_bytes())]:
            # A name may be longer than a line, and nothing can be done about it.
            _ruff("check", "--select=E501", "--add-noqa", folder=root, names=wide)
        return tuple(place.read_bytes().decode() for place in places)


def _may_be_wide(module: bytes) -> bool:
    """No character is wider than its bytes are many."""
    return any(len(line) > _WIDTH for line in module.splitlines())


def _first_party(packages: Iterable[str]) -> str:
    return f"--config=lint.isort.known-first-party={json.dumps(list(packages))}"


def _ruff(command: str, *options: str, folder: Path, names: Sequence[str] = (".",)) -> None:
    # Imported here, as its absence matters to nobody who does not build.
    from ruff import find_ruff_bin

    done = subprocess.run(  # noqa: S603 - the program is the one that the package brings
        [find_ruff_bin(), command, *_OPTIONS, *options, *names], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ValueError(f"generated Python cannot be formatted:\n{done.stdout}{done.stderr}")
