"""The stages in order: read, validate, resolve, check, emit. Wires them and knows every emitter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from connectory.diagnostics import Diagnostics
from connectory.emit import Emitter, OutputFile
from connectory.emit.catalogue import CatalogueEmitter
from connectory.emit.docs import DocsEmitter
from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.emit.openapi import OpenApiEmitter
from connectory.emit.python import PythonEmitter
from connectory.load import Tree, read_tree
from connectory.model import Project
from connectory.resolve import resolve
from connectory.rules import check_all
from connectory.validate import validate_tree

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a stage, how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Compilation:
    """What the specs mean, what is wrong with them, and their text by path, for quoting.

    `project` is there whenever the specs could be resolved, also when rules found errors in them.
    """

    project: Project | None
    diagnostics: Diagnostics
    texts: Mapping[str, str]

    def require(self) -> Project:
        """The project, if nothing stands against building it.

        Raises:
            SpecError: when there is an error among the diagnostics.
        """
        self.diagnostics.raise_if_errors()
        if self.project is None:
            raise AssertionError("specs that cannot be resolved must have errors")
        return self.project


def compile_specs(specs: Path, root: Path, *, progress: Progress | None = None) -> Compilation:
    """Read the folder `specs` of the project in `root`. Never raises for what is in the files."""
    tell = progress or _silent
    found = Diagnostics()
    tell("read", 0, 4)
    tree = read_tree(specs, root, found)
    tell("validate", 1, 4)
    valid = validate_tree(tree, found)
    tell("resolve", 2, 4)
    project = resolve(valid, found)
    tell("check", 3, 4)
    if project is not None:
        check_all(project, found)
    tell("check", 4, 4)
    return Compilation(project, found, _texts(tree))


def emitters(package: str) -> tuple[Emitter, ...]:
    """Every output, in the order in which they are made. `package` is the clients' Python package."""
    return (
        PythonEmitter(package),
        JsonSchemaEmitter(),
        OpenApiEmitter(),
        CatalogueEmitter(package),
        DocsEmitter(package),
    )


def render(project: Project, package: str, *, progress: Progress | None = None) -> tuple[OutputFile, ...]:
    """All output files of a project, in memory."""
    tell = progress or _silent
    outputs = emitters(package)
    files: list[OutputFile] = []
    for number, emitter in enumerate(outputs):
        tell(emitter.name, number, len(outputs))
        files.extend(emitter.emit(project))
    tell("done", len(outputs), len(outputs))
    return tuple(files)


def _texts(tree: Tree) -> Mapping[str, str]:
    return {file.path: file.text for file in tree.files}


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
