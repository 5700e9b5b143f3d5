"""A generator of clients made by someone else makes all of its client from our OpenAPI documents."""

import subprocess
import sys
from pathlib import Path

import pytest

OPENAPI = Path(__file__).parents[2] / "generated" / "openapi"


@pytest.mark.parametrize("document", sorted(OPENAPI.glob("*.json")), ids=lambda document: document.stem)
def test_nothing_is_left_out(document: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("openapi-python-client")
    settings = tmp_path / "settings.yaml"
    settings.write_text("post_hooks: []  # formatters, which it would look for on the search path\n")
    paths = ["--path", document, "--output-path", tmp_path / "client", "--config", settings]
    command = [program, "generate", *paths, "--fail-on-warning"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr
    assert "Unable" not in done.stdout + done.stderr
