"""Projects to make pages of: a small one with everything in it, and those that are shipped."""

from pathlib import Path

import pytest

from connectory.diagnostics import Diagnostics
from connectory.emit.docs import DocsEmitter, Site
from connectory.load import find_connectors, read_tree
from connectory.model import Project
from connectory.pipeline import render
from connectory.resolve import resolve
from connectory.validate import validate_tree

ROOT = Path(__file__).parents[3]
ACME = ROOT / "tests" / "golden" / "docs" / "acme"


def read_project(root: Path) -> Project:
    found = Diagnostics()
    project = resolve(validate_tree(read_tree(find_connectors(root / "specs", root, found), found), found), found)
    found.raise_if_errors()
    assert project is not None
    return project


@pytest.fixture(scope="session")
def acme() -> Project:
    return read_project(ACME)


@pytest.fixture(scope="session", params=[ACME, ROOT], ids=["acme", "shipped"])
def project(request: pytest.FixtureRequest) -> Project:
    return read_project(request.param)


SITE = Site(("en", "uk"))


@pytest.fixture(scope="session")
def outputs(project: Project) -> dict[str, str]:
    """Path → text of all that a build with a site makes."""
    return {file.path.as_posix(): file.text for file in render(project, "connectory_clients", SITE)}


@pytest.fixture(scope="session")
def pages(outputs: dict[str, str]) -> dict[str, str]:
    """Path below `docs/` → text, of the whole site."""
    return {path.removeprefix("docs/"): text for path, text in outputs.items() if path.startswith("docs/")}


@pytest.fixture(scope="session")
def acme_files(acme: Project) -> dict[str, str]:
    """The small project's files by path below `docs/`."""
    return {file.path.relative_to("docs").as_posix(): file.text for file in DocsEmitter().emit(acme)}
