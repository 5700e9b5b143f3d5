"""The command line, run as a person runs it: a project in a folder, a process, text and exit codes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONNECTORY = str(Path(sys.executable).parent / "connectory")


def connectory(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CONNECTORY, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one of the shipped connectors, whose actions may go."""
    shutil.copytree(
        ROOT / "specs" / "spoki", tmp_path / "specs" / "spoki", ignore=shutil.ignore_patterns("coverage.yaml")
    )
    return tmp_path


def test_version_and_help() -> None:
    assert connectory("--version", cwd=ROOT).stdout.startswith("connectory ")
    shown = connectory("build", "--help", cwd=ROOT).stdout
    assert "examples:\n  connectory build" in shown
    assert "exit codes:" in shown


def test_no_command_is_wrong_use() -> None:
    done = connectory(cwd=ROOT)
    assert done.returncode == 2
    assert "COMMAND" in done.stdout


@pytest.mark.parametrize("command", ["build", "check", "lint", "model", "mock", "demo"])
def test_a_folder_without_specs_is_explained(command: str, tmp_path: Path) -> None:
    done = connectory(command, cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no folder specs" in done.stderr
    assert "Traceback" not in done.stderr


def test_build_then_check_then_drift(project: Path) -> None:
    built = connectory("build", cwd=project)
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("Built 1 connector")
    assert connectory("check", cwd=project).returncode == 0

    catalogue = project / "generated" / "catalogue.json"
    catalogue.write_text(catalogue.read_text().replace("list_tags", "edited", 1))
    drifted = connectory("check", cwd=project)
    assert drifted.returncode == 1
    assert "--- a/catalogue.json\n+++ b/catalogue.json\n" in drifted.stdout
    assert "run connectory build" in drifted.stderr

    again = json.loads(connectory("build", "--json", cwd=project).stdout)
    assert again["written"] == ["catalogue.json"]
    assert again["counts"]["updated"] == 1


def test_a_build_that_would_change_nothing_is_spared(project: Path) -> None:
    first = json.loads(connectory("build", "--json", cwd=project).stdout)
    second = json.loads(connectory("build", "--json", cwd=project).stdout)
    assert second.keys() == first.keys()
    assert second["counts"] == {"created": 0, "updated": 0, "removed": 0, "unchanged": first["counts"]["created"]}
    assert connectory("build", cwd=project).stdout.startswith("Nothing has changed: ")
    assert json.loads(connectory("check", "--json", cwd=project).stdout) == {"current": True, "changes": [], "diff": ""}


def test_warnings_are_shown_by_every_build(project: Path) -> None:
    spec = next(project.glob("specs/spoki/*/*.yaml"))
    text = re.sub(r"^evidence:.*(\n[ ]+.*)*\n", "", spec.read_text(), flags=re.MULTILINE)
    spec.write_text(text)
    builds = [connectory("build", cwd=project) for _ in range(2)]
    assert "warning[" in builds[0].stderr
    assert builds[0].stderr == builds[1].stderr
    assert builds[1].stdout.startswith("Nothing has changed: ")
    assert len(json.loads(connectory("build", "--json", cwd=project).stdout)["diagnostics"]) == 1


def test_lint_refuses_an_action_without_evidence(project: Path) -> None:
    assert connectory("lint", cwd=project).returncode == 0
    spec = next(project.glob("specs/spoki/*/list_tags.yaml"))
    spec.write_text(re.sub(r"^evidence:.*(\n[ ]+.*)*\n", "", spec.read_text(), flags=re.MULTILINE))
    done = connectory("lint", cwd=project)
    assert done.returncode == 1
    assert "warning[A116 no-evidence]" in done.stdout


def test_check_writes_nothing(project: Path) -> None:
    done = connectory("check", cwd=project)
    assert done.returncode == 1
    assert not (project / "generated").exists()


def test_a_mistake_stops_the_build_with_its_place(project: Path) -> None:
    assert connectory("build", cwd=project).returncode == 0
    before = {path: path.read_bytes() for path in (project / "generated").rglob("*") if path.is_file()}
    spec = next(project.glob("specs/spoki/*/list_tags.yaml"))
    spec.write_text(spec.read_text().replace("effect: read", "efect: read"))
    done = connectory("build", cwd=project)
    assert done.returncode == 1
    assert "list_tags.yaml:" in done.stderr
    assert "effect" in done.stderr
    assert "Nothing was written" in done.stdout
    assert {path: path.read_bytes() for path in (project / "generated").rglob("*") if path.is_file()} == before

    report = json.loads(connectory("lint", "--json", cwd=project).stdout)
    assert report
    sarif = json.loads(connectory("lint", "--format", "sarif", cwd=project).stdout)
    assert sarif["version"] == "2.1.0"
    assert connectory("lint", "--format", "github", cwd=project).stdout.startswith("::error ")


def test_removing_a_spec_removes_its_outputs(project: Path) -> None:
    assert connectory("build", cwd=project).returncode == 0
    schema = project / "generated" / "schemas" / "spoki" / "list_agencies.input.json"
    assert schema.exists()
    next(project.glob("specs/spoki/*/list_agencies.yaml")).unlink()
    assert connectory("build", cwd=project).returncode == 0
    assert not schema.exists()


def test_explain() -> None:
    listed = connectory("explain", cwd=ROOT).stdout.splitlines()
    code = listed[0].split()[0]
    assert len(listed) > 60
    shown = connectory("explain", code, cwd=ROOT)
    assert shown.returncode == 0
    assert code in shown.stdout
    assert json.loads(connectory("explain", code, "--json", cwd=ROOT).stdout)["code"] == code
    unknown = connectory("explain", "Z999", cwd=ROOT)
    assert unknown.returncode == 2
    assert "there is no code 'Z999'" in unknown.stderr


def test_model_is_json(project: Path) -> None:
    model = json.loads(connectory("model", cwd=project).stdout)
    assert [item["id"] for item in model["connectors"]] == ["spoki"]
    assert model["connectors"][0]["resources"][0]["actions"][0]["source"].startswith("specs/spoki/")
    wrong = connectory("model", "--connector", "nope", cwd=project)
    assert wrong.returncode == 2
    assert "there are: spoki" in wrong.stderr


def test_export_prints_what_build_writes(project: Path) -> None:
    assert connectory("build", cwd=project).returncode == 0
    written = (project / "generated" / "openapi" / "spoki.json").read_text(encoding="utf-8")
    assert connectory("export", "openapi", cwd=project).stdout == written
    assert connectory("export", "openapi", "spoki", cwd=project).stdout == written
    wrong = connectory("export", "openapi", "nope", cwd=project)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "there are: spoki" in wrong.stderr
    assert "say which connector; there are: esputnik, spoki" in connectory("export", "openapi", cwd=ROOT).stderr


def test_output_is_the_same_bytes_anywhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(project / "specs", other / "specs")
    assert connectory("build", cwd=project).returncode == 0
    env = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [CONNECTORY, "build", "--project", str(other)], cwd="/", env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr

    def tree(folder: Path) -> dict[str, bytes]:
        root = folder / "generated"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    assert tree(project) == tree(other)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_the_commands(shell: str) -> None:
    done = connectory("completion", shell, cwd=ROOT)
    assert done.returncode == 0
    assert "explain" in done.stdout


INTERRUPTED = """
import os, signal, sys
from connectory import pipeline
from connectory.cli import main
from connectory.output import _transaction

point = sys.argv.pop(1)
module = pipeline if point == "render" else _transaction
name = {"render": "render", "stage": "_stage", "move": "_finish"}[point]
real = getattr(module, name)

def interrupted(*arguments, **named):
    os.kill(os.getpid(), signal.SIGINT)
    return real(*arguments, **named)

setattr(module, name, interrupted)
sys.exit(main(["build"]))
"""


@pytest.mark.parametrize(("point", "finished"), [("render", False), ("stage", False), ("move", True)])
def test_ctrl_c_leaves_the_old_build_or_the_new_one(project: Path, point: str, finished: bool) -> None:
    assert connectory("build", cwd=project).returncode == 0
    root = project / "generated"
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    spec = next(project.glob("specs/spoki/*/list_tags.yaml"))
    spec.write_text(re.sub(r"^title: .*$", "title: Another title of this list", spec.read_text(), flags=re.MULTILINE))
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, point], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert (after != before) is finished
    assert (connectory("check", cwd=project).returncode == 0) is finished
    assert not [path for path in root.iterdir() if path.name.startswith(".connectory")]
