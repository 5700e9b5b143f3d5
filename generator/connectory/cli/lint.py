"""`connectory lint`."""

import argparse
import sys

from ._command import Command, Exit
from ._project import add_format_arguments, add_project_argument, print_problems, settings_of


def _run(arguments: argparse.Namespace) -> int:
    from connectory.pipeline import compile_specs

    settings = settings_of(arguments)
    compilation = compile_specs(settings.specs, settings.root)
    print_problems(compilation, arguments.format, sys.stdout)
    if arguments.format == "text" and not len(compilation.diagnostics):
        print("No problems found.")
    return Exit.FINDINGS if len(compilation.diagnostics) else Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project_argument(parser)
    add_format_arguments(parser)


LINT = Command(
    "lint",
    "Report every problem in specs/, without building; exit 1 if there is any, be it a warning.",
    (
        ("connectory lint", "print problems with the lines they are in"),
        ("connectory lint --format sarif", "for code scanning"),
    ),
    _configure,
    _run,
)
