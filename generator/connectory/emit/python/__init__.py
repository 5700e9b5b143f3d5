"""Python clients: from the model to packages that a careful person might have typed."""

from ._emitter import PythonEmitter
from ._format import format_python

__all__ = ["PythonEmitter", "format_python"]
