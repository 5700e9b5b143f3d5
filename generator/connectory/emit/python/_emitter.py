"""Puts the parts of a client together."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from connectory.emit import Emitter, Keep, OutputFile, Part, make_anew
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Connector, Project

from ._client import client_modules, get_ready, package_modules
from ._format import format_python


class PythonEmitter(Emitter):
    """Writes `python/<package>/`: a package for each connector, with sync and async clients.

    `keep` may know what the generator of models made of the same schemas before, `memory` what was laid out before.
    """

    name = "Python clients"

    def __init__(self, package: str = "connectory_clients", keep: Keep = make_anew, memory: Memory = NO_MEMORY) -> None:
        self._package = package
        self._keep = keep
        self._memory = memory

    def get_ready(self) -> None:
        """Compile the templates of clients."""
        get_ready()

    def parts(self, project: Project, /) -> Iterator[Part]:
        """The package, and each connector, formatted.

        Raises:
            ValueError: for a connector with parts that no client can run yet; rules report those first.
        """
        yield Part(self._root, (project,))
        for connector in project.connectors:
            yield Part(self._connector, (connector,), connector.id)

    def _root(self, project: Project) -> tuple[OutputFile, ...]:
        return self._formatted(package_modules(project))

    def _connector(self, connector: Connector) -> tuple[OutputFile, ...]:
        return self._formatted(client_modules(connector, self._package, self._keep), connector.id)

    def _formatted(self, texts: Iterable[tuple[str, str]], *folders: str) -> tuple[OutputFile, ...]:
        folder = PurePosixPath("python", self._package, *folders)
        made = dict(texts)
        modules = tuple(path for path in made if path.endswith(".py"))
        formatted = self._memory.recall_each(self._laid_out, tuple(made[path] for path in modules))
        made.update(zip(modules, formatted, strict=True))
        return tuple(OutputFile(folder / path, text) for path, text in made.items())

    def _laid_out(self, modules: Sequence[str]) -> tuple[str, ...]:
        return format_python(modules, ("connectory_runtime", self._package))
