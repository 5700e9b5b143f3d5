"""Options of the whole test suite."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what comes out as what is expected")
    parser.addoption("--scenarios", type=int, default=546, help="how many scenarios of tests/chaos to run")
