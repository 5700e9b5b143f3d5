"""Parameters that the branches of a `choose` leave behind."""

from collections.abc import Container, Iterable, Iterator
from itertools import combinations, permutations
from typing import TypeAlias, assert_never

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Action, Branch, Choose, InputRule, Project, inputs_of

from ._walk import actions

_CHOICE = """choose:
  - {action: delete_contact, when: {present: [id]}}
  - {action: delete_order, when: {present: [order]}, with: {id: $input.order}}"""

DROPPED_PARAMETER = Code(
    "A144",
    "dropped-parameter",
    "Callers may give a parameter together with those that lead to this branch of `choose`, and the branch does "
    "nothing with it: it would be checked and then forgotten. Rules across parameters, such as `require_one_of` and "
    "`exclusive`, say what cannot be given together.",
    "input: {id: {type: integer}, order: {type: integer}}\n" + _CHOICE,
    "input: {id: {type: integer}, order: {type: integer}}\nrequire_one_of: [id, order]\n" + _CHOICE,
)

_Literal: TypeAlias = tuple[str, bool]
"""A parameter, and whether it is given."""

_Clause: TypeAlias = tuple[_Literal, ...]
"""Statements of which at least one is true."""


def check(project: Project, found: Diagnostics) -> None:
    """Report parameters that can be given where the chosen branch has no use for them."""
    for connector, action in actions(project):
        if isinstance(action.composite, Choose):
            _check(action, action.composite, {item.id for item in connector.actions}, found)


def _check(action: Action, choose: Choose, known: Container[str], found: Diagnostics) -> None:
    compared = {name for branch in choose.branches for name, _ in branch.equals}
    used = [{*branch.present, *inputs_of(branch.arguments)} for branch in choose.branches]
    # What no branch uses is another mistake, which has been reported.
    parameters = [item for item in action.parameters if item.name in set().union(*used) - compared]
    allowed = [clause for rule in action.rules for clause in _clauses(rule)]
    allowed.extend(((item.name, True),) for item in action.parameters if item.required)
    for index, branch in enumerate(choose.branches):
        if branch.action not in known:
            continue
        taken = [*allowed, *_taken(choose, index)]
        for parameter in parameters:
            if parameter.name in used[index] or _contradictory([*taken, ((parameter.name, True),)]):
                continue
            message = f"`{branch.action}` does not get `{parameter.name}`, which may be given when it is called"
            hint = f"pass `{parameter.name}` on under `with`, or add a rule that excludes it here, such as `exclusive`"
            notes = (Note(parameter.source, f"`{parameter.name}` is declared here"),)
            found.error(DROPPED_PARAMETER, branch.source, message, hint=hint, notes=notes)


def _clauses(rule: InputRule) -> Iterator[_Clause]:
    match rule.kind:
        case "require_one_of":
            yield _any(rule.parameters)
            yield from _exclusive(rule.parameters)
        case "require_any_of":
            yield _any(rule.parameters)
        case "exclusive":
            yield from _exclusive(rule.parameters)
        case "together":
            yield from (((one, False), (other, True)) for one, other in permutations(rule.parameters, 2))
        case "requires":
            first, *others = rule.parameters
            yield from (((first, False), (other, True)) for other in others)
        case _:
            assert_never(rule.kind)


def _any(names: Iterable[str]) -> _Clause:
    return tuple((name, True) for name in names)


def _exclusive(names: Iterable[str]) -> Iterator[_Clause]:
    yield from (((one, False), (other, False)) for one, other in combinations(names, 2))


def _taken(choose: Choose, index: int) -> Iterator[_Clause]:
    """What is true of a call that comes to a branch: it fits, and none of those before it does."""
    defaults = dict(choose.defaults)
    branch = choose.branches[index]
    yield from (((name, True),) for name in branch.present)
    yield from (((name, True),) for name, value in branch.equals if defaults.get(name) != value)
    for earlier in choose.branches[:index]:
        if _fits_values(earlier, branch):
            yield tuple((name, False) for name in earlier.present)


def _fits_values(earlier: Branch, branch: Branch) -> bool:
    """Whether values that fit `branch` certainly fit an earlier one too, so that only presence can tell them apart."""
    return all(item in branch.equals for item in earlier.equals)


def _contradictory(clauses: list[_Clause]) -> bool:
    """Whether the clauses cannot all be true, as far as it follows step by step from those that are certain."""
    known: dict[str, bool] = {}
    while True:
        before = len(known)
        for clause in clauses:
            if any(known.get(name) is given for name, given in clause):
                continue
            undecided = [literal for literal in clause if literal[0] not in known]
            if not undecided:
                return True
            if len(undecided) == 1:
                known.update(undecided)
        if len(known) == before:
            return False
