"""Rules across the parameters of an action."""

from collections.abc import Collection

from ._action import InputRule


def broken(rule: InputRule, given: Collection[str]) -> tuple[str, str] | None:
    """The parameter to complain about and the complaint, or `None` when the rule is kept."""
    present = [name for name in rule.parameters if name in given]
    names = _listed(rule.parameters)
    match rule.kind:
        case "require_one_of":
            if len(present) != 1:
                return (present or rule.parameters)[0], f"give exactly one of {names}; {len(present)} are given"
        case "require_any_of":
            if not present:
                return rule.parameters[0], f"give at least one of {names}"
        case "exclusive":
            if len(present) > 1:
                return present[1], f"give at most one of {names}; {len(present)} are given"
        case "together":
            missing = [name for name in rule.parameters if name not in given]
            if present and missing:
                return missing[0], f"give {names} together or not at all"
        case "requires":
            first, *others = rule.parameters
            missing = [name for name in others if name not in given]
            if first in given and missing:
                return missing[0], f"is required because {first} is given"
    return None


def _listed(names: Collection[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
