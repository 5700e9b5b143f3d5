"""What a command is."""

import argparse
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, one meaning each in every command."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand. `configure` adds its arguments and must stay cheap; `run` imports what it needs."""

    name: str
    summary: str
    examples: tuple[tuple[str, str], ...]
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class CommandError(Exception):
    """The command cannot go on. The message says why and what to do; it is printed without a traceback."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def mistakes_told() -> Generator[None]:
    """For work that is done again and again: what stands against it is printed, and the next time may be better."""
    try:
        yield
    except CommandError as error:
        print(error, file=sys.stderr)
