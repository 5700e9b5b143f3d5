"""Specs given as text, validated, resolved and checked without a folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest

from connectory.diagnostics import Diagnostic, Diagnostics
from connectory.load import ActionFile, ConnectorFiles, SpecFile, Tree, parse_file
from connectory.model import Action, Connector, Project
from connectory.resolve import resolve
from connectory.rules import check_all
from connectory.validate import validate_tree

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {open: {kind: none}}
"""

ACTION = """
title: Get thing
summary: Look up one of the things in stock.
effect: read
endpoint: GET /things
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one connector's files."""

    project: Project | None
    found: tuple[Diagnostic, ...]

    @property
    def connector(self) -> Connector:
        assert self.project is not None
        return self.project.connectors[0]

    @property
    def codes(self) -> list[str]:
        return [item.code.id for item in self.found]

    def action(self, name: str = "get_thing") -> Action:
        return next(action for action in self.connector.actions if action.id == name)


Resolve = Callable[..., Outcome]


@pytest.fixture
def resolve_texts() -> Resolve:
    """Resolves a mapping of paths below the connector's folder to texts. `None` is a file with errors."""

    def run(files: Mapping[str, str | None], *, rules: bool = False) -> Outcome:
        found = Diagnostics()
        texts = {"connector.yaml": CONNECTOR, **files}
        specs = {path: _spec(path, text, found) for path, text in texts.items()}
        assert not len(found), list(found)
        actions = tuple(
            ActionFile(PurePosixPath(path).parent.name, PurePosixPath(path).stem, file)
            for path, file in specs.items()
            if path.count("/") == 1
        )
        acme = ConnectorFiles(
            "acme", specs["connector.yaml"], specs.get("schemas.yaml"), actions, (), coverage=specs.get("coverage.yaml")
        )
        project = resolve(validate_tree(Tree((acme,), ()), found), found)
        if rules and project is not None:
            check_all(project, found)
        return Outcome(project, tuple(found))

    return run


@pytest.fixture
def resolve_action(resolve_texts: Resolve) -> Resolve:
    """Resolves one action, `get_thing`. Its keys replace those of a plain one."""

    def run(text: str, *, rules: bool = False, **others: str | None) -> Outcome:
        files = {f"{name}.yaml": value for name, value in others.items()}
        return resolve_texts({"things/get_thing.yaml": _over(ACTION, text), **files}, rules=rules)

    return run


@pytest.fixture
def over() -> Callable[[str, str], str]:
    """Lays one spec text over another: a key at the top replaces the one below."""
    return _over


def _over(base: str, text: str) -> str:
    keys = {line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    kept = [line for line in base.strip().splitlines() if line.split(":")[0] not in keys]
    return "\n".join([*kept, text.strip("\n"), ""])


def _spec(path: str, text: str | None, found: Diagnostics) -> SpecFile:
    file = f"specs/acme/{path}"
    return SpecFile(file, text or "", None if text is None else parse_file(file, text.encode(), found).node)
