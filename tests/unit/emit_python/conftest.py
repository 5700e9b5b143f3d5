"""Clients made from specs that are given as text."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any, TypeAlias

import pytest

from connectory.emit.python import PythonEmitter

PACKAGE = "acme_clients"
CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.acme.example}]
auth: {key: {kind: bearer, token: {from: api_key}, env: ACME_KEY}}
"""
ACTION = """
title: Get thing
summary: Look up one of the things in stock.
effect: read
endpoint: POST /things
"""


@dataclass(frozen=True)
class Generated:
    """The generated package of the connector `acme`, in memory: text by path below the connector's folder."""

    files: Mapping[str, str]

    def parameters(self, method: str = "get_thing") -> dict[str, str]:
        """Type by name of every parameter of a method, with its default."""
        arguments = self._method(method).args
        return {
            item.arg: _shown(item.annotation, default)
            for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        }

    def returns(self, method: str = "get_thing") -> str:
        return _shown(self._method(method).returns)

    def documentation(self, method: str = "get_thing") -> str:
        return ast.get_docstring(self._method(method)) or ""

    def fields(self, module: str, name: str) -> dict[str, str]:
        """Type by name of every field of a class, with its default."""
        nodes = ast.parse(self.files[module]).body
        found = next(node for node in nodes if isinstance(node, ast.ClassDef) and node.name == name)
        return {
            ast.unparse(node.target): _shown(node.annotation, node.value)
            for node in found.body
            if isinstance(node, ast.AnnAssign)
        }

    def _method(self, name: str) -> ast.FunctionDef:
        return next(method for method in self._methods() if method.name == name)

    def _methods(self) -> Iterator[ast.FunctionDef]:
        for path, text in self.files.items():
            if path.startswith("sync/"):
                yield from (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))


Emit: TypeAlias = Callable[..., Generated]
Run: TypeAlias = Callable[..., str]


@pytest.fixture
def emit(resolve_texts: Callable[..., Any], over: Callable[[str, str], str], tmp_path: Path) -> Emit:
    """Emits the connector `acme` into `tmp_path`, from texts by path below its folder.

    The keys of `things/get_thing.yaml` and `connector.yaml` replace those of plain ones.
    """

    def run(files: Mapping[str, str]) -> Generated:
        texts = {path: dedent(text) for path, text in files.items()}
        texts["connector.yaml"] = over(CONNECTOR, texts.get("connector.yaml", ""))
        texts["things/get_thing.yaml"] = over(ACTION, texts.get("things/get_thing.yaml", ""))
        outcome = resolve_texts(texts)
        assert outcome.project is not None, [item.message for item in outcome.found]
        for file in PythonEmitter(PACKAGE).emit(outcome.project):
            target = tmp_path / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.text, encoding="utf-8")
        root = tmp_path / "python" / PACKAGE / "acme"
        return Generated(
            {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.*"))}
        )

    return run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a program beside the emitted package, in an interpreter of its own, and returns what it prints."""

    def start(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", dedent(program)],
            cwd=tmp_path / "python",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


def _shown(annotation: ast.expr | None, default: ast.expr | None = None) -> str:
    assert annotation is not None
    return ast.unparse(annotation) + (f" = {ast.unparse(default)}" if default else "")
