"""Regular expressions of specs.

A spec may come from a stranger and a value from anyone, so patterns run in linear time. Those that need
what a linear engine cannot do, such as looking ahead, run in Python's own.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema


@lru_cache(maxsize=1024)
def is_linear(pattern: str) -> bool:
    """Whether the linear engine knows everything in the pattern."""
    try:
        _linear(pattern)
    except SchemaError:
        return False
    return True


@lru_cache(maxsize=1024)
def matcher(pattern: str) -> Callable[[str], bool]:
    """A function that tells whether the pattern is found anywhere in a text."""
    if is_linear(pattern):
        return _linear(pattern).isinstance_python
    search = re.compile(pattern).search
    return lambda text: search(text) is not None


def _linear(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(strict=True, pattern=pattern))
