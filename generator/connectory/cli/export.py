"""`connectory export`."""

import argparse
import sys

from ._command import Command, CommandError, Exit
from ._project import add_project_argument, print_problems, settings_of


def _run(arguments: argparse.Namespace) -> int:
    from connectory.emit.openapi import OpenApiEmitter
    from connectory.pipeline import compile_specs

    settings = settings_of(arguments)
    compilation = compile_specs(settings.specs, settings.root)
    if compilation.project is None or compilation.diagnostics.has_errors:
        print_problems(compilation, "text", sys.stderr)
        return Exit.FINDINGS
    documents = {file.path.stem: file.text for file in OpenApiEmitter().emit(compilation.project)}
    chosen = arguments.connector or (next(iter(documents)) if len(documents) == 1 else None)
    if chosen not in documents:
        problem = f"there is no connector {chosen!r}" if chosen else "say which connector"
        raise CommandError(f"{problem}; there are: {', '.join(documents)}")
    sys.stdout.write(documents[chosen])
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "format", metavar="openapi", choices=["openapi"], help="openapi: an OpenAPI 3.1 document, as JSON"
    )
    parser.add_argument("connector", nargs="?", metavar="ID", help="which connector; needed when there are several")
    add_project_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON (it always does)")


EXPORT = Command(
    "export",
    "Print a connector in a format of other tools.",
    (
        ("connectory export openapi esputnik", "an OpenAPI document"),
        ("connectory export openapi spoki > spoki.json", "into a file"),
    ),
    _configure,
    _run,
)
