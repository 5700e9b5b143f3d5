"""Python clients: from the model to packages that a careful person might have typed."""

from ._emitter import PythonEmitter

__all__ = ["PythonEmitter"]
