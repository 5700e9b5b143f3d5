"""`connectory model`."""

import argparse
import sys

from ._command import Command, CommandError, Exit
from ._project import add_project_argument, print_json, print_problems, settings_of


def _run(arguments: argparse.Namespace) -> int:
    from connectory.model.serialise import serialise
    from connectory.pipeline import compile_specs

    settings = settings_of(arguments)
    compilation = compile_specs(settings.specs, settings.root)
    if compilation.project is None or compilation.diagnostics.has_errors:
        print_problems(compilation, "text", sys.stderr)
        return Exit.FINDINGS
    chosen = [item for item in compilation.project.connectors if arguments.connector in (None, item.id)]
    if not chosen:
        known = ", ".join(item.id for item in compilation.project.connectors)
        raise CommandError(f"there is no connector {arguments.connector!r}; there are: {known}")
    print_json({"connectors": [serialise(item) for item in chosen]})
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project_argument(parser)
    parser.add_argument("--connector", metavar="ID", help="only this connector")
    parser.add_argument("--json", action="store_true", help="print JSON (it always does)")


MODEL = Command(
    "model",
    "Print what the specs mean, resolved, as JSON.",
    (
        ("connectory model", "everything"),
        ("connectory model --connector spoki", "one connector"),
    ),
    _configure,
    _run,
)
