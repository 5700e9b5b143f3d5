"""The stages in order: read, validate, resolve, check, emit. Wires them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from connectory.diagnostics import Diagnostics
from connectory.emit import Keep, OutputFile, Part, make_anew
from connectory.emit.docs import PLAIN, Site
from connectory.load import ConnectorFolder, find_connectors, read_tree
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Project
from connectory.parallel import results
from connectory.resolve import resolve
from connectory.rules import check_all
from connectory.validate import validate_tree

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a stage, how many steps are done, and how many there are."""

_FEW = 8
"""Up to so many connectors, copies take longer to send what they made of one than it takes to make it."""


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


def compile_specs(
    specs: Path, root: Path, *, memory: Memory = NO_MEMORY, progress: Progress | None = None
) -> Compilation:
    """Read the folder `specs` of the project in `root`. Never raises for what is in the files."""
    tell = progress or _silent
    found = Diagnostics()
    folders = find_connectors(specs, root, found)
    jobs = [partial(_compiled, folder, memory) for folder in folders]
    made = results(jobs) if len(jobs) > _FEW and not memory.lasting else (job() for job in jobs)
    compiled: list[Compilation] = []
    for number, folder in enumerate(folders):
        tell(folder.id, number, len(folders))
        compiled.append(next(made))
        found.extend(compiled[-1].diagnostics)
    project = _joined([item.project for item in compiled if item.project is not None])
    texts = {path: text for item in compiled for path, text in item.texts.items()}
    if folders and not project.connectors:
        return Compilation(None, found, texts)
    check_all(project, found)
    return Compilation(project, found, texts)


def _compiled(folder: ConnectorFolder, memory: Memory) -> Compilation:
    """A connector before any rule is checked. Its nodes are forgotten before there are those of the next one."""
    found = Diagnostics()
    tree = read_tree([folder], found, memory)
    project = resolve(validate_tree(tree, found, memory), found, memory)
    return Compilation(project, found, {file.path: file.text for file in tree.files})


def _joined(projects: Sequence[Project]) -> Project:
    connectors = tuple(connector for project in projects for connector in project.connectors)
    sources = sorted((source for project in projects for source in project.sources), key=lambda source: source.path)
    return Project(connectors=connectors, sources=tuple(sources))


def render(
    project: Project,
    package: str,
    site: Site = PLAIN,
    *,
    keep: Keep = make_anew,
    memory: Memory = NO_MEMORY,
    progress: Progress | None = None,
) -> tuple[OutputFile, ...]:
    """All output files of a project, in memory. For a memory that lasts, this process makes everything itself."""
    # Imported by who renders only, and before there are copies, most of which need it.
    from connectory.emit.every import emitters

    tell = progress or _silent
    makers = memory.recall(emitters, package, site, keep, memory)
    named = [(emitter.name, part) for emitter in makers for part in emitter.parts(project)]
    many = len(project.connectors) > _FEW
    steps = _by_connector(named) if many else [(name, [part]) for name, part in named]
    jobs = [partial(_files, parts, memory) for _, parts in steps]
    made = (job() for job in jobs) if memory.lasting else results(jobs)
    files: list[OutputFile] = []
    for number, (name, _) in enumerate(steps):
        tell(name, number, len(steps))
        files.extend(next(made))
    tell("done", len(steps), len(steps))
    memory.complete()
    return (*files, *(_published(files) if site.languages else ()))


def _by_connector(named: Iterable[tuple[str, Part]]) -> list[tuple[str, list[Part]]]:
    """All that is about a connector in one step. What copies of a process look at, each of them has once more."""
    steps: dict[str | int, tuple[str, list[Part]]] = {}
    for number, (name, part) in enumerate(named):
        steps.setdefault(part.connector or number, (part.connector or name, []))[1].append(part)
    return list(steps.values())


def _files(parts: Iterable[Part], memory: Memory) -> tuple[OutputFile, ...]:
    return tuple(file for part in parts for file in memory.recall(_made, part.make, *part.given))


def _made(make: Callable[..., Iterable[OutputFile]], *given: object) -> tuple[OutputFile, ...]:
    return tuple(make(*given))


def _published(files: Iterable[OutputFile]) -> Iterator[OutputFile]:
    """What pages offer to download, once more within their folder, which is published alone."""
    for file in files:
        if file.path.parts[0] in ("openapi", "schemas"):
            yield OutputFile(PurePosixPath("docs", file.path), file.text, committed=False)


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
