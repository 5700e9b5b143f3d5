"""Conditions on answers as declarations for the runtime."""

from collections.abc import Iterable

from connectory.model import Condition

from ._literals import call, literal, sequence, values


def conditions_expression(conditions: Iterable[Condition]) -> str:
    """`(Condition(…), …)`."""
    return sequence([_condition(condition) for condition in conditions])


def _condition(condition: Condition) -> str:
    arguments = {"reference": literal(str(condition.reference))}
    if condition.empty is None:
        arguments["among"] = values(condition.values)
    else:
        arguments["empty"] = literal(condition.empty)
    return call("Condition", arguments | {"line": literal(condition.reference.source.line)})
