"""The README's worked example, followed word for word in a copy of the project."""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from connectory.mock import Exchange, MockServer
from connectory.pipeline import compile_specs, render

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
    done = subprocess.run([connectory, "lint"], cwd=tmp_path, capture_output=True, text=True, check=False)
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


def test_two_files_are_a_connector(tmp_path: Path) -> None:
    for place, keys in re.findall(r"# (specs/\S+)\n([^#]+)", block("connector")):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(keys, encoding="utf-8")
    compilation = compile_specs(tmp_path / "specs", tmp_path)
    assert {item.code.name for item in compilation.diagnostics} == {"no-evidence", "no-example"}
    connector = compilation.require().connectors[0]
    assert [action.id for action in connector.actions] == ["get_product"]
    paths = {str(file.path) for file in render(compilation.require(), "connectory_clients")}
    assert {"python/connectory_clients/shop/__init__.py", "docs/shop/actions/get_product.md"} <= paths


SHOP = """
title: Shop
summary: A shop in a box.
servers: [{url: https://shop.example}]
auth: {open: {kind: none}}
"""
EXAMPLE = "examples: [{title: One, input: {id: 7}, response: {status: 200, text: How to.}}]\n"


def test_files_go_out_and_come_in(tmp_path: Path) -> None:
    folder = tmp_path / "specs/shop"
    (folder / "products").mkdir(parents=True)
    (folder / "connector.yaml").write_text(SHOP, encoding="utf-8")
    for place, keys in re.findall(r"# (specs/\S+)\n([^#]+)", block("files")):
        read = "get_" in place
        head = f"title: Photos\nsummary: Do what it says.\neffect: {'read' if read else 'write'}\n"
        (tmp_path / place).write_text(head + keys + EXAMPLE * read, encoding="utf-8")
    project = compile_specs(tmp_path / "specs", tmp_path).require()
    for file in render(project, "connectory_clients"):
        (tmp_path / str(file.path)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / str(file.path)).write_text(file.text, encoding="utf-8")
    (tmp_path / "tree.png").write_bytes(b"PNG")
    exchanges: list[Exchange] = []
    with MockServer(project, record=exchanges.append) as server:
        code = block("files call").replace("http://127.0.0.1:8765/shop", server.url("shop"))
        env = {**os.environ, "PYTHONPATH": str(tmp_path / "python")}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    assert [exchange.action for exchange in exchanges] == ["add_photo"] * 2 + ["get_manual"] * 2
    assert (tmp_path / "manual.txt").read_text(encoding="utf-8") == "How to."


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
