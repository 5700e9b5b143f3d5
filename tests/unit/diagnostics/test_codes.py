"""Codes of reading and structure: each is explained, and its examples are what they say they are."""

import importlib
import re

import pytest

from connectory.diagnostics import Code, Diagnostics, all_codes
from connectory.load import parse_file
from connectory.validate import problems_of

importlib.import_module("connectory.validate")

CODES = [code for code in all_codes() if code.id[0] in "YS"]
WITHOUT_EXAMPLE = {"Y002", "Y003", "Y006", "Y014", "Y015", "Y016", "S005", "S007"}
"""What is too large, or empty, or no matter of text cannot be shown in a few lines of text."""
ACTION = "title: Look up a thing\nsummary: Look up one of the things.\neffect: read\nendpoint: GET /things\n"


def reported(fragment: str) -> set[str]:
    found = Diagnostics()
    node = parse_file("f.yaml", f"{ACTION}{fragment}\n".encode(), found).node
    if node is not None:
        found.extend(problems_of("action", node))
    return {item.code.id for item in found}


@pytest.mark.parametrize("code", CODES, ids=str)
def test_code_is_explained(code: Code) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code.name)
    assert code.explanation.endswith(".")
    assert bool(code.bad) is bool(code.good) is (code.id not in WITHOUT_EXAMPLE)


@pytest.mark.parametrize("code", [code for code in CODES if code.bad and not code.bad.startswith("#")], ids=str)
def test_bad_example_has_the_problem_and_good_has_none(code: Code) -> None:
    assert code.id in reported(code.bad)
    assert reported(code.good) == set()
