"""What is shipped: the wheel holds templates, schemas and clients, and says what is missing without an extra."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_everything_a_user_needs(built: Path) -> None:
    found = names(next(built.glob("*.whl")))
    templates = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*")}
    assert templates
    assert {f"connectory/_templates/{name}" for name in templates} <= found
    for source, target in (
        ("generator/connectory", "connectory"),
        ("generator/connectory_runtime", "connectory_runtime"),
    ):
        files = [path for path in (ROOT / source).rglob("*") if path.suffix in (".py", ".json", ".typed")]
        assert {f"{target}/{path.relative_to(ROOT / source).as_posix()}" for path in files} <= found
    clients = ROOT / "generated" / "python"
    wanted = {path.relative_to(clients).as_posix() for path in clients.rglob("*") if path.suffix in (".py", ".json")}
    assert "connectory_clients/esputnik/schemas.json" in wanted
    assert wanted <= found


def test_wheel_holds_nothing_else(built: Path) -> None:
    tops = {name.split("/")[0] for name in names(next(built.glob("*.whl")))}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "connectory",
        "connectory_runtime",
        "connectory_clients",
    }


def test_sdist_holds_specs_and_tests(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        found = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"README.md", "LICENSE", "pyproject.toml", "specs/esputnik/connector.yaml", "tests/conftest.py"} <= found


def test_installed_wheel_builds_a_project(built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        archive.extractall(site)
    project = tmp_path / "project"
    shutil.copytree(ROOT / "specs", project / "specs")
    done = run_python(
        "import connectory, sys; from connectory.cli import main;"
        f"assert connectory.__file__.startswith({str(site)!r}), connectory.__file__;"
        "sys.exit(main(['build', '--project', sys.argv[1]]))",
        str(project),
        path=site,
    )
    assert done.returncode == 0, done.stderr
    assert (project / "generated" / "catalogue.json").read_bytes() == (ROOT / "generated/catalogue.json").read_bytes()


def test_missing_extra_is_named() -> None:
    done = run_python(
        "import sys; sys.modules['yaml'] = None; from connectory.cli import main; sys.exit(main(['build']))"
    )
    assert done.returncode == 2
    assert "pip install 'connectory[generate]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_clients_need_no_compiler() -> None:
    block = "import sys; [sys.modules.__setitem__(n, None) for n in ('yaml', 'jinja2', 'jsonschema', 'connectory')];"
    done = run_python(f"{block} from connectory_clients.esputnik import Esputnik; Esputnik(api_key='x').close()")
    assert done.returncode == 0, done.stderr


def run_python(code: str, *arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(path)} if path else None
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=env, cwd="/"
    )
