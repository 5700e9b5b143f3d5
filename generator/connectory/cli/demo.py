"""`connectory demo`."""

import argparse
import sys
import time

from ._command import Command, Exit
from ._project import add_project_argument, print_problems, settings_of
from .build import build_project, summary


def _run(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from connectory.demo import run_demo

    settings = settings_of(arguments)
    started = time.perf_counter()
    compilation, changes = build_project(settings)
    print_problems(compilation, "text", sys.stderr)
    print(summary(compilation, changes, time.perf_counter() - started), flush=True)
    if compilation.project is None or changes is None:
        return Exit.FINDINGS
    ok = run_demo(compilation.project, settings.output, settings.package, Console())
    return Exit.OK if ok else Exit.FINDINGS


DEMO = Command(
    "demo",
    "Build the project, start the mock and call some actions of both connectors.",
    (("connectory demo", "see it work, without an account"),),
    add_project_argument,
    _run,
)
