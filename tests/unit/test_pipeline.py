"""Outputs come in parts, each made on its own."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest

from connectory import parallel
from connectory.emit.docs import Site
from connectory.emit.every import emitters
from connectory.pipeline import compile_specs, render

CASE = Path(__file__).parents[1] / "golden" / "docs" / "acme"
PUBLISHED = (("docs", "openapi"), ("docs", "schemas"))


def test_a_part_needs_no_other_and_can_be_made_again() -> None:
    """A process that takes it over may have made any others before, or none."""
    project = compile_specs(CASE / "specs", CASE).require()
    site = Site(("en", "it"))
    made = [
        (tuple(part.make(*part.given)), tuple(part.make(*part.given)))
        for emitter in reversed(emitters("acme_clients", site))
        for part in reversed(tuple(emitter.parts(project)))
    ]
    assert len(made) > 6
    assert all(first and first == second for first, second in made)
    whole = render(project, "acme_clients", site)
    assert {file for first, _ in made for file in first} == {
        file for file in whole if file.path.parts[:2] not in PUBLISHED
    }


def test_templates_may_be_compiled_before_there_is_a_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    site = Site(("en",))
    for emitter in emitters("acme_clients", site):
        emitter.get_ready()
    compiled: list[str] = []
    compile_template = jinja2.Environment.compile

    def compile_and_note(self: jinja2.Environment, source: str, name: str) -> object:
        compiled.append(name)
        return compile_template(self, source, name)

    monkeypatch.setattr(jinja2.Environment, "compile", compile_and_note)
    project = compile_specs(CASE / "specs", CASE).require()
    assert [file for emitter in emitters("acme_clients", site) for file in emitter.emit(project)]
    assert compiled == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_many_connectors_become_the_same_side_by_side(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number in range(9):
        shutil.copytree(CASE / "specs" / "acme", tmp_path / "specs" / f"acme{number}")
    # A test runner may have threads of its own, and a machine one processor.
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    together = compile_specs(tmp_path / "specs", tmp_path)
    files = render(together.require(), "acme_clients")
    spec = tmp_path / "specs" / "acme5" / "connector.yaml"
    spec.write_text(f"{spec.read_text()}\nnonsense: true\n")
    broken = compile_specs(tmp_path / "specs", tmp_path)

    monkeypatch.setattr(parallel, "processors", lambda: 1)
    alone = compile_specs(tmp_path / "specs", tmp_path)
    assert broken == replace(alone, diagnostics=broken.diagnostics)
    assert [str(item) for item in broken.diagnostics] == [str(item) for item in alone.diagnostics] != []
    shutil.rmtree(tmp_path / "specs" / "acme5")
    shutil.copytree(CASE / "specs" / "acme", tmp_path / "specs" / "acme5")
    alone = compile_specs(tmp_path / "specs", tmp_path)
    assert together == replace(alone, diagnostics=together.diagnostics)
    assert sorted(files, key=str) == sorted(render(alone.require(), "acme_clients"), key=str)
