"""Parsing, dispatch, and the last place where an error can be told."""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence

from connectory import __version__

from ._command import Command, CommandError, Exit
from ._extras import require_extra
from .build import BUILD
from .check import CHECK
from .completion import COMPLETION
from .demo import DEMO
from .docs import DOCS
from .explain import EXPLAIN
from .export import EXPORT
from .lint import LINT
from .mock import MOCK
from .model import MODEL

_YOUNG = 200_000
"""How many new objects make Python look for garbage. Nearly all that is read from specs stays, and with the usual 700
objects a quarter of that time goes into finding nothing. What some hundreds of specs become is not worth a look."""

COMMANDS: tuple[Command, ...] = (BUILD, CHECK, LINT, EXPLAIN, MODEL, EXPORT, DOCS, MOCK, DEMO, COMPLETION)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code."""
    gc.set_threshold(_YOUNG)
    # At the end Python would look through all that is left once more, just before it goes with the process.
    atexit.register(gc.freeze)
    parser = make_parser()
    chosen = parser.parse_args(arguments)
    command: Command | None = getattr(chosen, "command", None)
    if command is None:
        parser.print_help()
        return Exit.USAGE
    try:
        require_extra(command.name)
        return command.run(chosen)
    except CommandError as error:
        print(f"connectory {command.name}: {error}", file=sys.stderr)
        return error.code
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away; a second failure while Python flushes must not be shown either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK


def make_parser() -> argparse.ArgumentParser:
    """The parser with every subcommand."""
    parser = argparse.ArgumentParser(
        prog="connectory",
        description="Compile one YAML file per API action into typed clients, JSON Schemas and documentation.",
        epilog="Start with: connectory demo",
    )
    parser.add_argument("--version", action="version", version=f"connectory {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.summary,
            epilog=_examples(command),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.configure(sub)
        sub.set_defaults(command=command)
    return parser


def _examples(command: Command) -> str:
    width = max(len(line) for line, _ in command.examples)
    lines = (f"  {line.ljust(width)}   {meaning}".rstrip() for line, meaning in command.examples)
    return "\n".join(("examples:", *lines, "", "exit codes: 0 done, 1 findings, 2 wrong use"))
