"""The shipped specs as the compiler and as the repository know them, and a mock of their APIs."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectory.mock import Exchange, MockServer
from connectory.model import Project
from connectory.pipeline import compile_specs

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def project() -> Project:
    return compile_specs(ROOT / "specs", ROOT).require()


@pytest.fixture(scope="session")
def exchanges() -> list[Exchange]:
    """What the mock was asked and what it answered, newest last."""
    return []


@pytest.fixture(scope="session")
def server(project: Project, exchanges: list[Exchange]) -> Iterator[MockServer]:
    with MockServer(project, record=exchanges.append) as running:
        yield running
