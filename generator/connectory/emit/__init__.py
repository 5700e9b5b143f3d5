"""What an output is: a pure function from the model to files."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

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


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the files of an output: what `make` makes of what is `given`, and of nothing else.

    `connector` is the one that they are about, when there is only one.
    """

    make: Callable[..., Iterable[OutputFile]]
    given: tuple[object, ...]
    connector: str | None = None


Keep: TypeAlias = Callable[[str, Callable[[str], str]], str]
"""Answers a question, with what a function makes of it or made of it before."""


def make_anew(question: str, make: Callable[[str], str]) -> str:
    """What the function makes."""
    return make(question)


class Emitter(ABC):
    """Turns the model into files, which depend on the model, templates and tools of pinned versions only."""

    name: str

    def get_ready(self) -> None:  # noqa: B027 - most have nothing to do
        """Do what takes time and can be done before there is a project. Parts can be made without."""

    @abstractmethod
    def parts(self, project: "Project", /) -> Iterable[Part]:
        """No part needs another one, so they can be made side by side."""

    def emit(self, project: "Project", /) -> tuple[OutputFile, ...]:
        """All files."""
        return tuple(file for part in self.parts(project) for file in part.make(*part.given))
