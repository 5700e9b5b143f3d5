"""`connectory check`."""

import argparse
import sys
from typing import TYPE_CHECKING

from ._command import Command, CommandError, Exit
from ._outputs import outputs_of
from ._project import add_format_arguments, add_project_argument, print_json, print_problems, settings_of

if TYPE_CHECKING:
    from connectory.output import Plan
    from connectory.settings import Settings


def _run(arguments: argparse.Namespace) -> int:
    from connectory.current import find_unchanged
    from connectory.output import unified_diff

    settings = settings_of(arguments)
    unchanged = find_unchanged(settings)
    changes = unchanged.plan if unchanged else _compare(settings, arguments.format)
    if changes is None:
        return Exit.FINDINGS
    if arguments.format == "json":
        print_json({"current": changes.is_empty, "changes": _changes(changes), "diff": unified_diff(changes)})
    elif changes.is_empty:
        print(f"{settings.output} is what {settings.specs} compiles to.")
    else:
        print(unified_diff(changes), end="")
        print(f"{settings.output} is not current: run connectory build", file=sys.stderr)
    return Exit.OK if changes.is_empty else Exit.FINDINGS


def _compare(settings: "Settings", form: str) -> "Plan | None":
    """What a build would change, `None` when the specs have errors, which are printed then."""
    from connectory.output import OutputError, plan

    compilation, outputs = outputs_of(settings, committed=True)
    if outputs is None:
        print_problems(compilation, form, sys.stdout)
        return None
    try:
        return plan(settings.output, outputs.files, outputs.manifest, overwrite=True, all_files=False)
    except OutputError as error:
        raise CommandError(str(error), Exit.FINDINGS) from error


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project_argument(parser)
    add_format_arguments(parser)


def _changes(changes: "Plan") -> list[dict[str, str]]:
    written = [{"path": str(file.path), "change": str(change)} for change, file in changes.writes]
    return written + [{"path": str(path), "change": "remove"} for path in changes.removes]


CHECK = Command(
    "check",
    "Show how generated/ differs from what specs/ compiles to; exit 1 if it does.",
    (("connectory check", "in CI: prove that generated/ is current"),),
    _configure,
    _run,
)
