"""Renders a project as its settings say."""

import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from connectory.memory import NO_MEMORY, Memory

from ._command import CommandError

if TYPE_CHECKING:
    from connectory.emit import OutputFile
    from connectory.emit.docs import Site
    from connectory.model import Project
    from connectory.pipeline import Progress
    from connectory.settings import Settings


def outputs_of(
    project: "Project", settings: "Settings", tell: "Progress", *, committed: bool = False, memory: Memory = NO_MEMORY
) -> "tuple[OutputFile, ...]":
    """All output files; with `committed`, only those that git keeps. `memory` may know what was made before.

    Raises:
        CommandError: for a language that there is not, a folder that is not there, or a template that cannot be used.
    """
    from jinja2 import TemplateNotFound

    from connectory.caches import kept
    from connectory.pipeline import render

    site = memory.recall(_site_of, settings)
    if committed:
        site = replace(site, languages=())
    try:
        return render(project, settings.package, site, keep=kept, memory=memory, progress=tell)
    except Exception as error:
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
