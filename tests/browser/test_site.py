"""What people do with the pages, in a real browser, opened from a disk as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect
from watched import Watched

KINDS = (
    "index",
    "language",
    "esputnik/index",
    "esputnik/actions/add_orders",
    "esputnik/actions/send_email",
    "esputnik/schemas",
    "spoki/webhooks",
    "spoki/errors",
    "spoki/coverage",
    "spoki/changelog",
)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDTHS = (360, 768, 1280)
OPEN = """
const rows = document.querySelectorAll("details:not(.action), details.action:nth-of-type(-n+3)");
rows.forEach((row) => { row.open = true; });
// What a browser skips because it is not on the screen seems to overlap: only what is drawn has its place.
document.querySelectorAll(".action").forEach((row) => { row.style.contentVisibility = "visible"; });
"""


def test_a_walk(watched: Watched, site: Path) -> None:
    page = watched.page
    page.goto(f"file://{site}/index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connectors")

    page.keyboard.press("/")
    page.keyboard.type("import contacts")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("import", ignore_case=True)
    assert page.locator("mark").count() > 0
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/esputnik/actions/\w+\.html$"))

    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="eSputnik").click()
    row = page.locator("details.action", has=page.locator("#add_orders"))
    row.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("open", "")
    expect(page).to_have_url(re.compile("#add_orders$"))

    row.get_by_role("link", name=re.compile("Code, output")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add orders")
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    panel.get_by_role("button", name="Copy").click()
    assert page.evaluate("window.copied").startswith("from connectory_clients.esputnik import Esputnik")
    page.get_by_role("tab", name="Python", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="curl")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text("curl -X POST")

    page.locator(".menu > summary").click()
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("tab", name="curl")).to_have_attribute("aria-selected", "true")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != ground

    page.goto(f"file://{site}/zh/spoki/index.html#upsert_contact")
    page.reload()
    expect(page.locator("details.action", has=page.locator("#upsert_contact"))).to_have_attribute("open", "")


def test_search_in_every_language(watched: Watched, site: Path) -> None:
    for folder, text, title in (("es/", "dominio", "dominio"), ("zh/", "域", "域"), ("uk/", "domain", "domain")):
        watched.page.goto(f"file://{site}/{folder}index.html")
        watched.page.keyboard.press("/")
        watched.page.keyboard.type(text)
        expect(watched.page.get_by_role("option").first).to_contain_text(title, ignore_case=True)
        watched.page.keyboard.press("Escape")
        expect(watched.page.get_by_role("dialog")).to_have_count(0)


def test_filters(watched: Watched, site: Path) -> None:
    page = watched.page
    page.goto(f"file://{site}/esputnik/index.html")
    rows = page.locator("details.action:visible")
    total = rows.count()
    page.get_by_role("searchbox", name="Filter").fill("segment")
    some = rows.count()
    assert 0 < some < total
    page.get_by_text("Deletes", exact=True).first.click()
    assert rows.count() < some
    expect(page.get_by_role("status")).to_contain_text("actions")
    page.get_by_role("searchbox", name="Filter").fill("")
    page.get_by_role("combobox", name="Resource").select_option("resource-contacts")
    assert rows.evaluate_all("rows => rows.every(row => row.dataset.effect === 'delete')")


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS[-1:])], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_use_it(
    browser: Browser, site: Path, axe: str, kind: str, scheme: Literal["light", "dark"], widths: tuple[int, ...]
) -> None:
    """No violation of WCAG 2.2 AA, at any width, with everything open."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"file://{site}/{kind}.html")
        page.evaluate(OPEN)
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", list(TAGS))
        told = [(item["id"], item["nodes"][0]["html"][:200]) for item in found["violations"]]
        assert told == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    context.close()


def test_buttons_cover_no_code_on_a_phone(watched: Watched, site: Path) -> None:
    page = watched.page
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"file://{site}/uk/esputnik/actions/add_domain.html")
    panel = page.get_by_role("tabpanel")
    button, code = panel.locator(".copy").bounding_box(), panel.locator("code").bounding_box()
    assert button is not None
    assert code is not None
    assert button["y"] + button["height"] <= code["y"]


def test_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/spoki/index.html")
    row = page.locator("details.action").first
    row.locator("summary").first.click()
    expect(row.locator(".body")).to_be_visible()
    assert not page.locator("[data-filters]").is_visible()
    page.goto(f"file://{site}/spoki/actions/upsert_contact.html")
    for heading in ("Python", "async Python", "curl", "execute"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    context.close()


def test_printed_pages_show_everything(watched: Watched, site: Path) -> None:
    page = watched.page
    page.goto(f"file://{site}/spoki/index.html#upsert_contact")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator(".bar").is_visible()


def test_a_page_of_many_actions_opens_fast(watched: Watched, site: Path) -> None:
    """Few requests, and not more work than a phone can do."""
    page = watched.page
    page.goto(f"file://{site}/esputnik/index.html")
    assert len(watched.asked) <= 6
    assert page.evaluate("document.querySelectorAll('*').length") < 20_000
