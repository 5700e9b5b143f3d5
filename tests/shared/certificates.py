"""Certificates of authorities, loaded once: that takes longer than most tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest


@contextmanager
def certificates() -> Iterator[None]:
    """Every client trusts the same context."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield
