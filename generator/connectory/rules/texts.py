"""Titles and summaries that tell a reader something."""

import re

from connectory.diagnostics import Code, Diagnostics
from connectory.model import Action, Project

from ._walk import actions

CODED_TITLE = Code(
    "A109",
    "coded-title",
    "A title is read by people: words with spaces, in normal case. The id is shown beside it anyway.",
    "title: ADD_DOMAIN",
    "title: Add domain",
)
REPEATED_TITLE = Code(
    "A110",
    "repeated-title",
    "A summary that says what the title says leaves the reader, and a model that has to choose, where they were.",
    "title: Add domain\nsummary: Add domain.",
    "title: Add domain\nsummary: Register the site's domain for web tracking.",
)
OPEN_SUMMARY = Code(
    "A111",
    "open-summary",
    "A summary is one sentence and ends with a full stop: it stands alone in lists, docstrings and prompts.",
    "summary: Register the site's domain for web tracking",
    "summary: Register the site's domain for web tracking.",
)
WIRE_IN_SUMMARY = Code(
    "A112",
    "wire-in-summary",
    "Method and path say nothing about what an action is for, and are shown beside the summary where they matter.",
    "summary: Sends POST /v1/domains to the API.",
    "summary: Register the site's domain for web tracking.",
)

_WIRE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b|(?<![\w:/.])/[a-z0-9_{}-]+/[\w{}/-]*|/v\d+\b")


def check(project: Project, found: Diagnostics) -> None:
    """Report titles and summaries that are code, repeat each other, or are no sentence."""
    for _, action in actions(project):
        if _is_code(action.title, action.id):
            hint = f"write it as people do, such as `{action.id.replace('_', ' ').capitalize()}`"
            found.error(CODED_TITLE, action.at("title"), f"the title `{action.title}` is an identifier", hint=hint)
        _check_summary(action, found)


def _is_code(title: str, name: str) -> bool:
    shouted = len(title.split()) > 1 and title.isupper()
    return title == name or "_" in title or shouted


def _check_summary(action: Action, found: Diagnostics) -> None:
    place, summary = action.at("summary"), action.summary
    if _bare(summary) == _bare(action.title):
        hint = "say what it does and to what end"
        found.error(REPEATED_TITLE, place, "the summary says what the title says", hint=hint)
    if not summary.endswith((".", "!", "?", "…")):
        found.warning(OPEN_SUMMARY, place, "the summary does not end like a sentence", hint="end it with a full stop")
    if wire := _WIRE.search(summary):
        hint = "say what happens for the user of the API"
        found.warning(WIRE_IN_SUMMARY, place, f"the summary speaks of `{wire[0]}`", hint=hint)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text)).casefold()
