"""Rules across parameters, and whom they complain about."""

import pytest

from connectory_runtime._action import InputRule, RuleKind
from connectory_runtime._rules import broken


@pytest.mark.parametrize(
    ("kind", "given", "blamed"),
    [
        ("require_one_of", "", "a"),
        ("require_one_of", "b", None),
        ("require_one_of", "bc", "b"),
        ("require_any_of", "", "a"),
        ("require_any_of", "bc", None),
        ("exclusive", "", None),
        ("exclusive", "c", None),
        ("exclusive", "ac", "c"),
        ("together", "", None),
        ("together", "abc", None),
        ("together", "b", "a"),
        ("together", "ab", "c"),
        ("requires", "bc", None),
        ("requires", "abc", None),
        ("requires", "ac", "b"),
    ],
)
def test_a_broken_rule_blames_a_parameter(kind: RuleKind, given: str, blamed: str | None) -> None:
    found = broken(InputRule(kind=kind, parameters=("a", "b", "c"), line=1), set(given))
    assert (found and found[0]) == blamed
