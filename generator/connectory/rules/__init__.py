"""Rules over a whole project: one module each, with its codes and a `check`."""

from collections.abc import Callable
from typing import TypeAlias

from connectory.diagnostics import Diagnostics
from connectory.model import Project

from . import (
    aliases,
    batches,
    choices,
    coverage,
    deprecation,
    effects,
    evidence,
    identifiers,
    jobs,
    media,
    parameters,
    routes,
    schemas,
    texts,
    translations,
    vocabulary,
    webhooks,
)

Rule: TypeAlias = Callable[[Project, Diagnostics], None]

RULES: tuple[Rule, ...] = (
    aliases.check,
    batches.check,
    choices.check,
    coverage.check,
    deprecation.check,
    effects.check,
    evidence.check,
    identifiers.check,
    jobs.check,
    media.check,
    parameters.check,
    routes.check,
    schemas.check,
    texts.check,
    translations.check,
    vocabulary.check,
    webhooks.check,
)


def check_all(project: Project, found: Diagnostics) -> None:
    """Add to `found` everything that the rules have to say about a project."""
    for rule in RULES:
        rule(project, found)


__all__ = ["RULES", "Rule", "check_all"]
