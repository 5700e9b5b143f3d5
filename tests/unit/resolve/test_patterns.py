"""Which regular expressions a spec may have."""

import re
import time

import pytest

from connectory.resolve._patterns import PatternError, check_pattern

ALLOWED = [
    "",
    "^[a-z]+(-[a-z]+)*$",
    r"^\+[1-9]\d{6,14}$",
    r"([A-Z]+\.)+",
    r"(\.[A-Z]+)+",
    "(a|b)+",
    "(ab?)*",
    "(a?b)*",
    "(ab*c)*",
    r"^\d{4}-\d{2}-\d{2}$",
    r"^https?://[^/\s]+(/.*)?$",
    "[-a]",
    r"[a\-z]",
    r"[^\]]+",
    r"\x41\u0041\bx\B",
    "(?:a|bc)?",
    "a{2}b{2,}c{0,3}?",
]
REFUSED = {
    "(a+)+": "many ways",
    "(a|a)*": "many ways",
    "(a|ab)+": "many ways",
    "(a?a?)*": "many ways",
    "(x+x+)+y": "many ways",
    "^(.*)*$": "many ways",
    r"(\d{2,3})*": "many ways",
    "([a-z]+){100}": "many ways",
    "(?=a)": r"\(\?",
    "(?P<n>a)": r"\(\?",
    r"(a)\1": "back to a group",
    r"\p{L}": "read differently",
    r"\Aa\Z": "read differently",
    "a++": "repetition of a repetition",
    "*a": "repetition of nothing",
    "[z-a]": "range",
    "a{2,1}": "min repeat",
    "a{": "begins no count",
    "}": "bare",
    "[a&&b]": "read differently",
    "[[a]]": "in a set",
    "[]": "in a set",
    "[a": "never closed",
    "(a": "never closed",
    "a)": "closing parenthesis",
    "a\\": "backslash at the end",
}


@pytest.mark.parametrize("pattern", ALLOWED)
def test_allows(pattern: str) -> None:
    check_pattern(pattern)
    re.compile(pattern)


@pytest.mark.parametrize(("pattern", "why"), REFUSED.items())
def test_refuses(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=why):
        check_pattern(pattern)


def test_the_place_of_the_problem_is_told() -> None:
    with pytest.raises(PatternError) as caught:
        check_pattern("^abc(d+)+$")
    assert caught.value.at == 4


@pytest.mark.parametrize("pattern", ["^([a-z]+-)+$", "^(-[a-z]+)*$", "^(ab?)*$", "^(a?b)*$", r"^(a|b)+\.$"])
def test_what_is_allowed_does_not_backtrack_without_end(pattern: str) -> None:
    text = "ab-" * 2000 + "!"
    begin = time.process_time()
    assert re.search(pattern, text) is None
    assert time.process_time() - begin < 1
