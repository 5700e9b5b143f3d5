"""Files on disk: listing folders and reading files, neither larger nor further than a spec needs."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.memory import Memory

from ._tree import SourceFile, SpecFile
from ._yaml import decode, parse_text

FILE_TOO_LARGE = Code("Y002", "file-too-large", "A spec file may have 1 MiB.")
SYMBOLIC_LINK = Code(
    "S003",
    "symbolic-link",
    "A link may lead out of the project, so that the same commit compiles to something else on another machine.",
    "# specs/acme/schemas.yaml -> ../../elsewhere/schemas.yaml",
    "# specs/acme/schemas.yaml",
)
UNREADABLE = Code(
    "S005",
    "unreadable",
    "The file or folder cannot be read: the system refuses it, or it is neither a file nor a folder.",
)

_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder. `shown` is its path relative to the project, with `/`."""

    path: Path
    shown: str

    @classmethod
    def of(cls, path: Path, root: Path) -> "Place":
        return cls(path, Path(os.path.relpath(path, root)).as_posix())

    @property
    def span(self) -> Span:
        return Span.whole_file(self.shown)

    @property
    def name(self) -> str:
        """The last part of the path, as it can be printed."""
        return PurePosixPath(self.shown).name

    @property
    def stem(self) -> str:
        return PurePosixPath(self.shown).stem

    @property
    def extension(self) -> str:
        return PurePosixPath(self.shown).suffix

    def below(self, name: str) -> "Place":
        # A name that is not UTF-8 could not be printed.
        readable = os.fsencode(name).decode("utf-8", "replace")
        return Place(self.path / name, f"{self.shown}/{readable}")


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a folder, by name. Hidden files belong to editors and systems, and are left out."""

    folders: tuple[Place, ...]
    files: tuple[Place, ...]


def list_folder(folder: Place, found: Diagnostics) -> Listing:
    """The folders and files in a folder; reports links and what is neither."""
    folders: list[Place] = []
    files: list[Place] = []
    for place in _children(folder, found):
        if place.path.is_symlink():
            hint = "put the file itself here"
            found.error(SYMBOLIC_LINK, place.span, f"`{place.name}` is a symbolic link", hint=hint)
        elif place.path.is_dir():
            folders.append(place)
        elif place.path.is_file():
            files.append(place)
        else:
            message = f"`{place.name}` is neither a file nor a folder"
            found.error(UNREADABLE, place.span, message, hint="remove it")
    return Listing(tuple(folders), tuple(files))


def read_file(place: Place, sources: list[SourceFile], found: Diagnostics, memory: Memory) -> SpecFile:
    """The file, parsed; without a node when it is unusable. What was read is added to `sources`."""
    try:
        with place.path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        found.error(UNREADABLE, place.span, message, hint="check its permissions")
        return SpecFile(place.shown, "", None)
    if len(data) > _LARGEST:
        hint = "split it, or shorten its examples"
        found.error(FILE_TOO_LARGE, place.span, f"the file is larger than {_LARGEST:,} bytes", hint=hint)
        return SpecFile(place.shown, "", None)
    sources.append(SourceFile(place.shown, hashlib.sha256(data).hexdigest()))
    file, problems = memory.recall(_parsed, place.shown, data)
    found.extend(problems)
    return file


def parse_file(path: str, data: bytes, found: Diagnostics) -> SpecFile:
    """A file with these bytes, without a node when it is unusable. What is wrong with it is added to `found`.

    `path` is relative to the project; a byte order mark is skipped.
    """
    text = decode(data, path, found)
    if text is None:
        return SpecFile(path, data.decode(errors="replace"), None)
    return SpecFile(path, text, parse_text(text, path, found))


def _parsed(path: str, data: bytes) -> tuple[SpecFile, Diagnostics]:
    found = Diagnostics()
    return parse_file(path, data, found), found


def _children(folder: Place, found: Diagnostics) -> Iterator[Place]:
    try:
        names = sorted(path.name for path in folder.path.iterdir() if not _is_hidden(path.name))
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        found.error(UNREADABLE, folder.span, message, hint="check its permissions")
        return
    for name in names:
        yield folder.below(name)


def _is_hidden(name: str) -> bool:
    """Whether a file belongs to an editor or system. A spec does not become one by a dot before its name."""
    return name.startswith((".#", "._")) or (name.startswith(".") and not name.endswith((".yaml", ".yml")))
