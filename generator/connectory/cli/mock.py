"""`connectory mock`."""

import argparse
import sys

from ._command import Command, CommandError, Exit
from ._project import add_project_argument, print_problems, settings_of


def _run(arguments: argparse.Namespace) -> int:
    from connectory.mock import MockServer, describe
    from connectory.pipeline import compile_specs

    settings = settings_of(arguments)
    compilation = compile_specs(settings.specs, settings.root)
    if compilation.project is None or compilation.diagnostics.has_errors:
        print_problems(compilation, "text", sys.stderr)
        return Exit.FINDINGS
    try:
        server = MockServer(compilation.project, host=arguments.host, port=arguments.port)
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    with server:
        print(describe(compilation.project, server), flush=True)
        server.wait()
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project_argument(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8765, help="port to listen on; 0 takes a free one (default: 8765)")


MOCK = Command(
    "mock",
    "Serve every action on this machine, from its examples and schemas.",
    (
        ("connectory mock", "serve all connectors on port 8765"),
        ("connectory mock --port 0", "on a free port"),
    ),
    _configure,
    _run,
)
