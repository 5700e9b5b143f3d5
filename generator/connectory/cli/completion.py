"""`connectory completion`."""

import argparse

from ._command import Command, Exit


def _run(arguments: argparse.Namespace) -> int:
    import shtab

    from ._main import make_parser

    print(shtab.complete(make_parser(), shell=arguments.shell))
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="which shell")


COMPLETION = Command(
    "completion",
    "Print a completion script for a shell.",
    (('eval "$(connectory completion bash)"', "complete commands and options in this shell"),),
    _configure,
    _run,
)
