"""What is kept among the user's caches, found again by what it is about.

Nothing of it lies in a project. What came with a repository would be the word of whoever wrote the repository.
"""

import os
import tempfile
import time
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from platformdirs import user_cache_path

from connectory.stamp import compiler_stamp

_KEPT = 90 * 24 * 3600.0
"""How long something is kept after it was written, in seconds."""

_DIGEST = sha256().digest_size


def kept(question: str, make: Callable[[str], str]) -> str:
    """What `make` makes of a question, or made of it before. It must depend on the question and the compiler only."""
    about = f"{compiler_stamp()}\n{question}"
    known = read("answers", about)
    if known is not None:
        return known.decode()
    made = make(question)
    write("answers", about, made.encode())
    write("answered", compiler_stamp(), b"")
    return made


def has_answered() -> bool:
    """Whether this compiler kept an answer before. Then it is likely to know what it is asked next."""
    return read("answered", compiler_stamp()) is not None


def read(kind: str, about: str) -> bytes | None:
    """What was written about something; `None` when that is not known any more, or damaged."""
    try:
        found = place(kind, about).read_bytes()
    except OSError:
        return None
    digest, content = found[:_DIGEST], found[_DIGEST:]
    return content if sha256(content).digest() == digest else None


def write(kind: str, about: str, content: bytes) -> None:
    """Keep something for a while. Where there is no place for it, it is not kept."""
    target = place(kind, about)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(sha256(content).digest() + content)
            Path(name).replace(target)
        except BaseException:
            # A process may be stopped at any time.
            Path(name).unlink(missing_ok=True)
            raise
        _tidy(target.parent)
    except OSError:
        return


def place(kind: str, about: str) -> Path:
    """Where what was written about something is."""
    name = sha256(about.encode(errors="surrogatepass")).hexdigest()
    return user_cache_path("connectory", appauthor=False) / kind / name


@cache
def _tidy(folder: Path) -> None:
    oldest = time.time() - _KEPT
    for item in folder.iterdir():
        if item.stat().st_mtime < oldest:
            item.unlink(missing_ok=True)
