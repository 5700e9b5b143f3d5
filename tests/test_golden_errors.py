"""Mistakes that authors make, and exactly what they are told.

Each folder in `golden/errors` holds the smallest specs that have the mistake, and the text that is printed.
"""

import re
from pathlib import Path

import pytest

from connectory.diagnostics import all_codes, printers
from connectory.pipeline import compile_specs

CORPUS = Path(__file__).parent / "golden" / "errors"
CASES = sorted(path for path in CORPUS.iterdir() if path.is_dir())
UPDATE = "to accept what comes out: pytest tests/test_golden_errors.py --update-golden"
NOT_IN_THE_CORPUS = {
    "S003": "git keeps links on some systems only",
    "S005": "permissions are not kept by git",
    "S007": "PyYAML without libyaml",
    "Y002": "a megabyte",
    "Y016": "a large file",
}
"""Codes whose specs cannot well be kept as files. Tests of the loader make them."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_the_author_is_told(case: Path, pytestconfig: pytest.Config) -> None:
    compilation = compile_specs(case / "spec", case)
    told = printers.text(compilation.diagnostics, compilation.texts) + "\n"
    expected = case / "expected.txt"
    if pytestconfig.getoption("--update-golden"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert expected.exists(), UPDATE
    assert told == expected.read_text(encoding="utf-8"), UPDATE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_problem_says_what_to_do(case: Path) -> None:
    assert [item.message for item in compile_specs(case / "spec", case).diagnostics if not item.hint] == []


def test_the_corpus_has_every_code() -> None:
    told = "".join((case / "expected.txt").read_text(encoding="utf-8") for case in CASES)
    missing = {code.id for code in all_codes() if code.id[0] in "YSRAF"} - set(re.findall(r"\[([A-Z]\d{3}) ", told))
    assert missing == set(NOT_IN_THE_CORPUS)
