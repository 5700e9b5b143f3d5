"""The set of problems that a run reports."""

import pytest

from connectory.diagnostics import Code, Diagnostics, Span, SpecError, find_code

CODE = Code("X911", "some-thing", "Something is wrong.")


def at(line: int, file: str = "a.yaml") -> Span:
    return Span.point(file, line, 1, 1)


def test_problems_come_sorted_and_once() -> None:
    found = Diagnostics()
    for place in (at(10), at(2), at(1, "b.yaml"), at(2)):
        found.error(CODE, place, "wrong")
    assert [str(item.span) for item in found] == ["a.yaml:2:1", "a.yaml:10:1", "b.yaml:1:1"]
    assert len(found) == 3


def test_only_errors_stop_the_build() -> None:
    found = Diagnostics()
    found.warning(CODE, at(1), "odd")
    found.raise_if_errors()
    found.error(CODE, at(2), "wrong")
    with pytest.raises(SpecError, match="1 error in specs") as caught:
        found.raise_if_errors()
    assert [item.message for item in caught.value.diagnostics] == ["odd", "wrong"]


def test_a_code_is_registered_once_and_found_by_id_or_name() -> None:
    with pytest.raises(ValueError, match="X911 is taken by some-thing"):
        Code("X911", "another-thing", "Else.")
    assert find_code(" x911 ") is CODE
    assert find_code("Some-Thing") is CODE
    assert find_code("nothing") is None
