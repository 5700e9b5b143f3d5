"""The README's worked example, followed word for word in a copy of the project."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from connectory.mock import MockServer
from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    """The code between `<!-- name -->` and `<!-- /name -->`."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```\n<!-- /{name} -->", README, re.DOTALL)
    assert found, name
    return found.group(1)


def test_adding_an_action_is_adding_a_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    place = re.search(r"Save this as `([^`]+)`", README)
    assert place
    spec = tmp_path / place.group(1)
    assert not spec.exists(), "the example must be an action that the repository does not have"
    spec.parent.mkdir(parents=True, exist_ok=True)
    spec.write_text(block("example"), encoding="utf-8")

    connectory = str(Path(sys.executable).parent / "connectory")
    done = subprocess.run([connectory, "lint", "--strict"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    subprocess.run([connectory, "build"], cwd=tmp_path, capture_output=True, check=True)
    generated = tmp_path / "generated"
    assert (generated / "schemas/esputnik/list_clicks.output.json").exists()
    assert "List clicks" in (generated / "docs/esputnik/index.md").read_text(encoding="utf-8")

    project = compile_specs(tmp_path / "specs", tmp_path).require()
    with MockServer(project) as server:
        code = block("call").replace("http://127.0.0.1:8765/esputnik", server.url("esputnik"))
        env = {**os.environ, "PYTHONPATH": str(generated / "python")}
        called = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert called.returncode == 0, called.stderr
    assert called.stdout == "1203944 https://shop.example/sale\n"


def test_every_command_of_the_table_exists() -> None:
    from connectory.cli import main

    named = set(re.findall(r"^\| `connectory (\w+)", README, re.MULTILINE))
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        main([])
    listed = set(re.findall(r"^    (\w+)(?: |$)", shown.getvalue(), re.MULTILINE))
    assert named == listed


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
