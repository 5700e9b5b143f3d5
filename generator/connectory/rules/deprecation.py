"""Deprecated actions lead to ones that are not."""

from connectory.diagnostics import Code, Diagnostics
from connectory.model import Project

POINTLESS_REPLACEMENT = Code(
    "A122",
    "pointless-replacement",
    "The replacement of a deprecated action is another one, which is not deprecated itself.",
    "# get_contact.yaml\ndeprecated: {reason: Old., replacement: get_contact}",
    "# get_contact.yaml\ndeprecated: {reason: Old., replacement: find_contact}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report replacements that are deprecated, or the action itself."""
    for connector in project.connectors:
        outdated = {action.id for action in connector.actions if action.deprecated is not None}
        for action in connector.actions:
            if action.deprecated is not None and action.deprecated.replacement in outdated:
                message = f"the replacement `{action.deprecated.replacement}` is deprecated too"
                hint = "name the action that people should use in the end"
                found.error(POINTLESS_REPLACEMENT, action.at("deprecated"), message, hint=hint)
