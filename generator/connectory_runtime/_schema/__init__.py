"""JSON Schema, the part that specs may use: a fast yes or no, and a thorough explanation of a no."""

from ._compile import compile_object
from ._explain import Finding, Position, Step, explain
from ._library import EMPTY, Library, load_library

__all__ = ["EMPTY", "Finding", "Library", "Position", "Step", "compile_object", "explain", "load_library"]
