"""Texts among the user's caches, found again by what they are about.

None lies in a project. One that came with a repository would be the word of whoever wrote the repository.
"""

import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

from connectory.stamp import compiler_stamp

_KEPT = 90 * 24 * 3600.0
"""How long a text is kept after it was written, in seconds."""


def kept(question: str, make: Callable[[], str]) -> str:
    """What `make` makes of a question, or made of it before. It must depend on the question and the compiler only."""
    about = f"{compiler_stamp()}\n{question}"
    known = read("answers", about)
    if known is None:
        known = make()
        write("answers", about, known)
    return known


def read(kind: str, about: str) -> str | None:
    """What was written about something; `None` when that is not known any more."""
    try:
        return place(kind, about).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def write(kind: str, about: str, text: str) -> None:
    """Keep a text for a while. Where there is no place for it, it is not kept."""
    target = place(kind, about)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(target)
        _tidy(target.parent)
    except OSError:
        return


def place(kind: str, about: str) -> Path:
    """Where a text about something is, if there is one."""
    name = sha256(about.encode(errors="surrogatepass")).hexdigest()
    return user_cache_path("connectory", appauthor=False) / kind / name


def _tidy(folder: Path) -> None:
    oldest = time.time() - _KEPT
    for item in folder.iterdir():
        if item.stat().st_mtime < oldest:
            item.unlink(missing_ok=True)
