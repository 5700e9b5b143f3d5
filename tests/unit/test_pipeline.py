"""Outputs come in parts, each made on its own."""

from __future__ import annotations

from pathlib import Path

from connectory.emit.docs import Site
from connectory.pipeline import compile_specs, emitters, render

CASE = Path(__file__).parents[1] / "golden" / "docs" / "acme"
PUBLISHED = (("docs", "openapi"), ("docs", "schemas"))


def test_a_part_needs_no_other_and_can_be_made_again() -> None:
    """A process that takes it over may have made any others before, or none."""
    project = compile_specs(CASE / "specs", CASE).require()
    site = Site(("en", "it"))
    made = [
        (tuple(part.make(*part.given)), tuple(part.make(*part.given)))
        for emitter in reversed(emitters("acme_clients", site))
        for part in reversed(tuple(emitter.parts(project)))
    ]
    assert len(made) > 6
    assert all(first and first == second for first, second in made)
    whole = render(project, "acme_clients", site)
    assert {file for first, _ in made for file in first} == {
        file for file in whole if file.path.parts[:2] not in PUBLISHED
    }
