"""`connectory docs`."""

import argparse
import sys
import time

from ._command import Command, CommandError, Exit, mistakes_told
from ._project import add_project_argument, add_templates_argument, print_problems, settings_of


def _run(arguments: argparse.Namespace) -> int:
    from ._serve import PageServer
    from ._watch import rounds
    from .build import build_project, summary

    settings = settings_of(arguments)
    if not settings.languages:
        raise CommandError("this project has no pages: languages in [tool.connectory] is empty")
    try:
        server = PageServer(settings.output / "docs", arguments.host, arguments.port)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"cannot listen on {arguments.host}:{arguments.port}: {why}") from error
    with server:
        for settings, memory in rounds(lambda: settings_of(arguments)):
            with mistakes_told():
                started = time.perf_counter()
                compilation, written = build_project(settings, memory=memory)
                print_problems(compilation, "text", sys.stderr)
                print(summary(compilation, written, time.perf_counter() - started), file=sys.stderr)
            print(f"{server.url} shows the pages, and shows them again when a file changes. Ctrl-C stops.", flush=True)
            server.reload()
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="serve", choices=["serve"], help="serve: show the pages, and again when a file changes"
    )
    add_project_argument(parser)
    add_templates_argument(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on; 0 takes a free one (default: 8000)")


DOCS = Command(
    "docs",
    "Build the pages and show them in a browser.",
    (
        ("connectory docs serve", "on port 8000, with pages that load again when a spec changes"),
        ("connectory docs serve --port 0", "on a free port"),
    ),
    _configure,
    _run,
)
