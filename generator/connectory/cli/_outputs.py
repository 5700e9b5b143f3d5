"""What a project compiles to, as its settings say."""

import traceback
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from connectory.memory import NO_MEMORY, Memory

from ._command import CommandError
from ._progress import progress

if TYPE_CHECKING:
    from connectory.emit import Keep, OutputFile
    from connectory.emit.docs import Site
    from connectory.model import Project
    from connectory.output import Manifest
    from connectory.pipeline import Compilation, Progress
    from connectory.settings import Settings


@dataclass(frozen=True, slots=True)
class Outputs:
    """Output files and the manifest that goes with them."""

    files: "tuple[OutputFile, ...]"
    manifest: "Manifest"


def outputs_of(
    settings: "Settings", *, committed: bool = False, memory: Memory = NO_MEMORY
) -> "tuple[Compilation, Outputs | None]":
    """All that the specs compile to; with `committed`, only what git keeps. `None` when the specs have errors.

    `memory` may know what was made before.

    Raises:
        CommandError: for a language that there is not, a folder that is not there, or a template that cannot be used.
    """
    from connectory import __version__
    from connectory.output import Manifest

    with progress() as tell, _answers(settings, memory) as keep:
        # To import it takes a while, too, in which the other process gets ready.
        from connectory.pipeline import compile_specs

        compilation = compile_specs(settings.specs, settings.root, memory=memory, progress=tell)
        project = compilation.project
        if project is None or compilation.diagnostics.has_errors:
            return compilation, None
        site = memory.recall(_site_of, settings)
        files = _rendered(project, settings, replace(site, languages=()) if committed else site, keep, memory, tell)
    inputs = ((source.path, source.sha256) for source in project.sources)
    return compilation, Outputs(files, Manifest.of(__version__, inputs, files))


@contextmanager
def _answers(settings: "Settings", memory: Memory) -> "Generator[Keep]":
    """What answers questions: what is kept, and a process that gets ready from now on, where much will be asked."""
    from connectory.caches import has_answered, kept

    if memory.lasting or has_answered():
        yield kept
        return
    from connectory.emit.model_code import get_ready
    from connectory.standby import standby

    with standby(get_ready, partial(_get_emitters_ready, settings)) as call:
        yield lambda question, make: kept(question, partial(call, make))


def _get_emitters_ready(settings: "Settings") -> None:
    from connectory.emit.every import emitters

    for emitter in emitters(settings.package, _site_of(settings)):
        emitter.get_ready()


def _rendered(
    project: "Project", settings: "Settings", site: "Site", keep: "Keep", memory: Memory, tell: "Progress"
) -> "tuple[OutputFile, ...]":
    from connectory.pipeline import render

    try:
        return render(project, settings.package, site, keep=keep, memory=memory, progress=tell)
    except Exception as error:
        from jinja2 import TemplateNotFound

        # Templates may do anything that expressions can, and fail in as many ways.
        place = _place(error, settings.templates)
        if place is None:
            raise
        what = "there is no template " if isinstance(error, TemplateNotFound) else ""
        raise CommandError(f"{place}: {what}{error}") from error


def _site_of(settings: "Settings") -> "Site":
    from connectory.emit.docs import Site
    from connectory.model import LANGUAGES

    if unknown := [code for code in settings.languages if code not in LANGUAGES]:
        raise CommandError(f"there are no pages in {unknown[0]!r}; there are: {', '.join(LANGUAGES)}")
    if settings.templates is not None and not settings.templates.is_dir():
        raise CommandError(f"there is no folder {settings.templates} with templates")
    return Site(settings.languages, settings.templates, settings.site_url)


def _place(error: Exception, templates: Path | None) -> str | None:
    """The file and line of the user's templates that an error comes from."""
    from jinja2 import TemplateSyntaxError

    if templates is None:
        return None
    folder = templates.resolve()
    frames = reversed(traceback.extract_tb(error.__traceback__))
    files = [(Path(frame.filename), frame.lineno) for frame in frames]
    if isinstance(error, TemplateSyntaxError):
        # Where its preprocessor gives up, Jinja takes the file for the name.
        files.insert(0, (Path(error.filename or error.name or ""), error.lineno))
    return next((f"{file}:{line}" for file, line in files if file.resolve().is_relative_to(folder)), None)
