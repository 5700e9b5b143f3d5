"""`connectory demo`: generated clients at work against the mock, shown as tables."""

from ._run import run_demo

__all__ = ["run_demo"]
