"""Whether definitions of pagination fit the actions that use them."""

from collections.abc import Iterable

from connectory.diagnostics import Diagnostic, Diagnostics, Note, Span
from connectory.load.nodes import Entry
from connectory.model import Action, Pagination, Parameter, TypeName, follow

from ._envelope import WRONG_TYPE
from ._pagination import POSITIONS, read_definition, read_unbound
from ._read import mapping, text
from ._references import Sight
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import Entities, in_words, types_of

_LIST: frozenset[TypeName] = frozenset({"array"})
_ADDRESS: frozenset[TypeName] = frozenset({"string"})
_CURSOR: frozenset[TypeName] = frozenset({"string", "integer", "number"})
_COUNTER: frozenset[TypeName] = frozenset({"integer", "number"})
_TOTAL: frozenset[TypeName] = frozenset({"integer", "string"})
"""Headers hold numbers as text, and so do some bodies."""


def check_paginations(actions: Iterable[Action], scope: Scope) -> None:
    """Report what does not fit: once in the definition where it fits no action, else at those that it does not fit."""
    requests = [action for action in actions if action.pagination is not None and action.endpoint is not None]
    for entry in scope.pagination.values():
        users = [action for action in requests if action.pagination and action.pagination.name == entry.key]
        _check(entry, users, scope)


def _check(entry: Entry, users: list[Action], scope: Scope) -> None:
    wrong_anyway = Diagnostics()
    definition = read_unbound(entry, wrong_anyway)
    reported = {problem.span for problem in wrong_anyway}
    references = {item.source for item in (definition.items, definition.next, definition.total) if item is not None}
    problems = {action.id: {item.span: item for item in _problems(entry, action, scope.entities)} for action in users}
    for place in dict.fromkeys(span for found in problems.values() for span in found if span not in reported):
        misfits = [action for action in users if place in problems[action.id]]
        # An action that does not say what it answers says nothing about references either.
        fits = [item for item in users if item not in misfits and (item.output or place not in references)]
        if fits:
            for action in misfits:
                note = Note(place, f"`{entry.key}` says so here")
                _report(problems[action.id][place], action.at("pagination"), note, scope.found)
        else:
            more = f" and {len(misfits) - 1} more" if len(misfits) > 1 else ""
            note = Note(misfits[0].at("pagination"), f"used by `{misfits[0].id}`{more}")
            _report(problems[misfits[0].id][place], place, note, scope.found)


def _report(problem: Diagnostic, span: Span, note: Note, found: Diagnostics) -> None:
    found.error(problem.code, span, problem.message, hint=problem.hint, notes=(note, *problem.notes))


def _problems(entry: Entry, action: Action, entities: Entities) -> Diagnostics:
    """What does not fit an action, each at its place in the definition."""
    found = Diagnostics()
    sight = Sight(
        roots=("response", "output"), inputs=action.parameters, output=action.output, steps={}, entities=entities
    )
    pagination = read_definition(entry, sight, found)
    node, names = mapping(entry.value), parameter_names(action.parameters)
    for key in (*POSITIONS, "limit"):
        named = node.get(key)
        if named is not None and names.find(text(named), named.span, UNKNOWN_PARAMETER, found):
            parameter = next(item for item in action.parameters if item.name == text(named))
            check = _check_cursor if key == "cursor" else _check_counter
            check(parameter, named.span, entities, found)
    _check_references(pagination, entities, found)
    return found


def _check_counter(parameter: Parameter, place: Span, entities: Entities, found: Diagnostics) -> None:
    types = types_of(parameter.schema, entities)
    if types and not _COUNTER & set(types):
        message = f"`{parameter.name}` counts, but it is {in_words(types)}"
        notes = (Note(parameter.source, "declared here"),)
        found.error(WRONG_TYPE, place, message, hint="make it `type: integer`", notes=notes)


def _check_cursor(parameter: Parameter, place: Span, entities: Entities, found: Diagnostics) -> None:
    types, schema = types_of(parameter.schema, entities), follow(parameter.schema, entities)
    if schema.enum or schema.const is not None:
        problem = "takes certain values only"
    elif types and not _CURSOR & set(types):
        problem = f"is {in_words(types)}"
    else:
        return
    message, hint = f"`{parameter.name}` {problem}, and a cursor is any text or number", "name another parameter"
    found.error(WRONG_TYPE, place, message, hint=hint, notes=(Note(parameter.source, "declared here"),))


def _check_references(pagination: Pagination, entities: Entities, found: Diagnostics) -> None:
    by_address = pagination.kind == "next-url"
    for reference, wanted, what, hint in (
        (pagination.items, _LIST, "the list of items", "say in the definition where `items` are"),
        (pagination.next, _ADDRESS, "the address of the next page", "lead to text")
        if by_address
        else (pagination.next, _CURSOR, "the cursor of the next page", "lead to text or a number"),
        (pagination.total, _TOTAL, "the number of all items", "lead to an integer"),
    ):
        types = () if reference is None else types_of(reference.schema, entities)
        if reference is not None and types and not wanted & set(types):
            message = f"`{reference}` is {in_words(types)}, not {what}"
            found.error(WRONG_TYPE, reference.source, message, hint=hint)
