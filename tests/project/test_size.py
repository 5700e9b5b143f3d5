"""Modules stay small, and names of source roots stay unimportable."""

from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SOURCES = [path for root in ("connectory", "connectory_runtime") for path in (ROOT / "generator" / root).rglob("*.py")]


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_the_median_module_is_near_80_lines() -> None:
    assert median(len(path.read_text().splitlines()) for path in SOURCES) <= 100


def test_source_roots_are_no_packages() -> None:
    assert not [root for root in ("generator", "generated", "templates") if (ROOT / root / "__init__.py").exists()]
