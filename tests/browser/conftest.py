"""The whole site in a real browser. Without Chromium, or without axe, tests that need it are skipped."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from watched import Watched

from connectory.emit.docs import Site
from connectory.model import LANGUAGES
from connectory.pipeline import compile_specs, render

ROOT = Path(__file__).parents[2]
AXE = Path(sys.prefix) / "axe" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages, in all languages."""
    folder = tmp_path_factory.mktemp("site")
    project = compile_specs(ROOT / "specs", ROOT).require()
    for file in render(project, "connectory_clients", Site(tuple(LANGUAGES))):
        if file.path.parts[0] == "docs":
            path = folder / Path(*file.path.parts[1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser. As long as it is open its event loop is that of the thread, and no other can run."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(10_000)
    page = Watched(context.new_page())
    yield page
    page.check()
    context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe is not installed: npm install --prefix .venv/axe axe-core")
    return AXE.read_text(encoding="utf-8")
