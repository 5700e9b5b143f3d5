"""What an output is: a pure function from the model to files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from connectory.model import Project


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write. `path` is relative to the output folder; `text` has LF line ends.

    `committed` is false for what git ignores and `check` does not compare: it is rebuilt at will.
    """

    path: PurePosixPath
    text: str
    committed: bool = True


class Emitter(Protocol):
    """Turns the model into files. It touches no disk, clock, environment or network."""

    name: str

    def emit(self, project: "Project", /) -> Iterable[OutputFile]: ...
