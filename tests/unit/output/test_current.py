"""A build is spared only where it would change nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pytest

from connectory import caches, current, stamp
from connectory.current import Findings, find_unchanged, remember
from connectory.diagnostics import Diagnostic, Severity, Span
from connectory.emit import OutputFile
from connectory.output import Manifest, apply, plan
from connectory.rules.evidence import NO_EVIDENCE
from connectory.settings import read_settings
from connectory.stamp import compiler_stamp

OUTPUTS = (
    OutputFile(PurePosixPath("catalogue.json"), "{}\n"),
    OutputFile(PurePosixPath("docs/index.html"), "<p>\n", committed=False),
)
SPEC = "specs/acme/things/get_thing.yaml"
FINDINGS = Findings(
    (Diagnostic(NO_EVIDENCE, Severity.WARNING, Span.whole_file(SPEC), "something"),),
    {SPEC: "# get_thing.yaml\n"},
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was built."""
    specs = tmp_path / "specs" / "acme" / "things"
    specs.mkdir(parents=True)
    for path in (specs.parent / "connector.yaml", specs / "get_thing.yaml"):
        path.write_text(f"# {path.name}\n")
    settings = read_settings(tmp_path)
    inputs = (
        (path.relative_to(tmp_path).as_posix(), sha256(path.read_bytes()).hexdigest())
        for path in settings.specs.rglob("*.yaml")
    )
    manifest = Manifest.of("1", inputs, OUTPUTS)
    apply(plan(settings.output, OUTPUTS, manifest))
    remember(settings, manifest, FINDINGS)
    return tmp_path


def note_of(project: Path, kind: str = "built") -> Path:
    return caches.place(kind, str(project.resolve()))


def is_unchanged(project: Path) -> bool:
    found = find_unchanged(read_settings(project))
    assert found is None or (found.plan.is_empty and found.plan.unchanged == 4 and found.findings == FINDINGS)
    return found is not None


def append(name: str) -> Callable[[Path], object]:
    return lambda project: (project / name).write_text((project / name).read_text() + "\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a spec": append(SPEC),
    "a spec that is gone": lambda project: (project / SPEC).unlink(),
    "a spec with another name": lambda project: (project / SPEC).rename(project / "specs/acme/things/get_other.yaml"),
    "a new spec": lambda project: (project / "specs/acme/things/set_thing.yaml").write_text("a: 1\n"),
    "a new hidden spec": lambda project: (project / "specs/acme/things/.set_thing.yaml").write_text("a: 1\n"),
    "a file that is no spec": lambda project: (project / "specs/notes.txt").write_text("a\n"),
    "an empty connector": lambda project: (project / "specs/other").mkdir(),
    "a link in place of a spec": lambda project: _link(project, SPEC),
    "a link in place of a folder": lambda project: _link(project, "specs/acme/things"),
    "an output": append("generated/catalogue.json"),
    "an output that is gone": lambda project: (project / "generated/catalogue.json").unlink(),
    "an output that git ignores": append("generated/docs/index.html"),
    "a link in place of an output": lambda project: _link(project, "generated/catalogue.json"),
    "the manifest": append("generated/manifest.json"),
    "no manifest": lambda project: (project / "generated/manifest.json").unlink(),
    "no note": lambda project: note_of(project).unlink(),
    "a damaged note": lambda project: note_of(project).write_bytes(note_of(project).read_bytes()[:-9]),
    "a note of something else": lambda project: caches.write("built", str(project.resolve()), b"[]"),
    "nothing known of what was said": lambda project: note_of(project, "said").unlink(),
    "something else said": lambda project: caches.write("said", str(project.resolve()), b"not a pickle"),
    "the package": lambda project: (project / "pyproject.toml").write_text("[tool.connectory]\npackage = 'mine'\n"),
}


def _link(project: Path, name: str) -> None:
    (project / name).rename(project / "aside")
    (project / name).symlink_to(project / "aside")


def test_nothing_has_changed(project: Path) -> None:
    assert is_unchanged(project)
    (project / "specs/acme/.gitkeep").touch()
    (project / "generated/notes.txt").touch()
    assert is_unchanged(project)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_needs_a_build(project: Path, change: str) -> None:
    CHANGES[change](project)
    assert not is_unchanged(project)


def test_another_project_has_no_note(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = tmp_path_factory.mktemp("copy")
    for name in ("specs", "generated"):
        shutil.copytree(project / name, copy / name)
    assert not is_unchanged(copy)


def test_another_compiler_needs_a_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "compiler_stamp", lambda: "another")
    assert not is_unchanged(project)


def test_a_note_that_cannot_be_left_is_no_problem(project: Path) -> None:
    note_of(project).unlink()
    note_of(project).mkdir()
    remember(read_settings(project), Manifest("1", (), ()), FINDINGS)
    assert not is_unchanged(project)


def test_a_note_does_not_come_with_a_project(project: Path) -> None:
    """What is checked could vouch for itself otherwise."""
    assert not note_of(project).is_relative_to(project)
    assert {path.name for path in project.iterdir()} == {"specs", "generated"}


def test_the_stamp_tells_compilers_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stamped() -> str:
        compiler_stamp.cache_clear()
        return compiler_stamp()

    templates = tmp_path / "templates"
    shutil.copytree(str(stamp.template_root()), templates)
    stamps = [stamped()]
    monkeypatch.setattr(stamp, "template_root", lambda: templates)
    assert stamped() == stamps[0]
    template = next(path for path in sorted(templates.rglob("*")) if path.is_file())
    template.write_bytes(template.read_bytes() + b" ")
    stamps.append(stamped())
    template.rename(template.with_name("renamed"))
    stamps.append(stamped())
    (tmp_path / "site" / "ruff-9.9.9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    stamps.append(stamped())
    monkeypatch.setattr(stamp.sys, "version", "4.0")
    stamps.append(stamped())
    compiler_stamp.cache_clear()
    assert len(set(stamps)) == len(stamps)
