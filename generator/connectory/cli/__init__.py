"""The command line: arguments in, exit codes out. The only part that prints."""

from ._main import main

__all__ = ["main"]
