"""What tells compilers apart."""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from connectory.templates import template_root


@cache
def compiler_stamp() -> str:
    """A text that changes with whatever shapes an output beside the specs.

    That is all code and all templates of the compiler, Python, and every package that is installed, by its version.
    They are read once: what changes later is not what runs here.
    """
    digest = sha256(sys.version.encode())
    for name in sorted(_installed()):
        digest.update(b"\0" + name.encode())
    for root in (files("connectory"), template_root()):
        for path, content in _contents(root, ""):
            digest.update(f"\0{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """`name-version` of packages, as their metadata is called."""
    for place in sys.path:
        folder = Path(place or ".")
        if folder.is_dir():
            yield from (path.name for path in folder.iterdir() if path.suffix in (".dist-info", ".egg-info"))


def _contents(folder: Traversable, shown: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{shown}/{item.name}"
        if item.is_file():
            yield path, item.read_bytes()
        elif item.name != "__pycache__":
            yield from _contents(item, path)
