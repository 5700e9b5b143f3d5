"""Whether spec files have the structure of the language, as its published JSON Schemas state it."""

from ._files import problems_of, validate_tree
from ._language import Kind

__all__ = ["Kind", "problems_of", "validate_tree"]
