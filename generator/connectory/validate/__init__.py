"""Whether spec files have the structure of the language, as its published JSON Schemas state it."""

from ._files import validate, validate_tree
from ._language import Kind

__all__ = ["Kind", "validate", "validate_tree"]
