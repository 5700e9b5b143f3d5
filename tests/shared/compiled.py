"""Generated packages of small specs that tests write down as text."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectory.diagnostics import printers
from connectory.model import Project
from connectory.pipeline import compile_specs, render

ACTION = """
title: TITLE
summary: Do something with one of the things in stock.
evidence: {status: documented, source: "https://docs.example.com"}
"""


@dataclass(frozen=True, repr=False)
class Compiled:
    """The model of the specs, and the imported package of their connector `acme`."""

    project: Project
    module: Any


@contextmanager
def compiled(root: Path, package: str, connector: str, actions: Mapping[str, str], **files: str) -> Iterator[Compiled]:
    """Write, compile and import specs. `package` must be the only one of its name in the process.

    Args:
        actions: the keys of each action by its id; title, summary and evidence are added.
        files: further files of the connector by their stem, such as `schemas`.
    """
    for name, text in actions.items():
        _write(root / f"specs/acme/things/{name}.yaml", ACTION.replace("TITLE", name.replace("_", " ").title()) + text)
    for name, text in {"connector": connector, **files}.items():
        _write(root / f"specs/acme/{name}.yaml", text)
    compilation = compile_specs(root / "specs", root)
    assert not compilation.diagnostics.has_errors, printers.text(compilation.diagnostics, compilation.texts)
    project = compilation.require()
    for file in render(project, package):
        _write(root / Path(str(file.path)), file.text)
    sys.path.insert(0, str(root / "python"))
    try:
        yield Compiled(project, importlib.import_module(f"{package}.acme"))
    finally:
        sys.path.remove(str(root / "python"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
