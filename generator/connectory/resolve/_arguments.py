"""`with`: what a call of another action passes on."""

from collections.abc import Iterator

from connectory.diagnostics import Code, Note, Span
from connectory.load.nodes import Entry, MappingNode
from connectory.model import Action, Argument, Parameter, Reference, type_of

from ._envelope import WRONG_TYPE
from ._read import entries_at, json, text
from ._references import Sight, bind, is_reference
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import admits, in_words, mismatch, types_of

MISSING_ARGUMENT = Code(
    "R305",
    "missing-argument",
    "The other action has a required parameter that this call does not pass on.",
    "wait: {action: get_import, done: {status: [FINISHED]}, every: 2s, timeout: 10m}",
    "wait: {action: get_import, with: {id: $output.id}, done: {status: [FINISHED]}, every: 2s, timeout: 10m}",
)


def read_arguments(
    node: MappingNode,
    target: Action | None,
    sight: Sight,
    scope: Scope,
    *,
    filled: tuple[str, ...] = (),
    by_name: tuple[Parameter, ...] = (),
) -> tuple[Argument, ...]:
    """The arguments under `with`, each checked against the parameter that it goes to.

    Args:
        target: the action that is called; `None` when its file has problems, then nothing is checked.
        filled: parameters that get their value in another way.
        by_name: parameters of the caller that are passed on without being mentioned, where both actions have them.
    """
    arguments: list[Argument] = []
    for entry in entries_at(node, "with"):
        argument = _read(entry, target, sight, scope)
        if argument is not None:
            arguments.append(argument)
    given = {entry.key for entry in entries_at(node, "with")} | set(filled)
    if target is None:
        return tuple(arguments)
    passed = tuple(_same_names(target, given, by_name, node.span, scope))
    arguments.extend(passed)
    given |= {argument.name for argument in passed}
    for parameter in target.parameters:
        if parameter.required and parameter.name not in given:
            scope.found.error(
                MISSING_ARGUMENT,
                node.span,
                f"`{target.id}` needs `{parameter.name}`, which is not passed on",
                hint=f"add `{parameter.name}` under `with`",
                notes=(Note(parameter.source, "required here"),),
            )
    return tuple(arguments)


def _read(entry: Entry, target: Action | None, sight: Sight, scope: Scope) -> Argument | None:
    parameter: Parameter | None = None
    if target is not None:
        names = parameter_names(target.parameters)
        notes = (Note(target.source, f"`{target.id}` is declared here"),)
        if not names.find(entry.key, entry.key_span, UNKNOWN_PARAMETER, scope.found, notes=notes):
            return None
        parameter = next(item for item in target.parameters if item.name == entry.key)
    if not is_reference(entry.value):
        value = json(entry.value)
        types = types_of(parameter.schema, scope.entities) if parameter else ()
        if not admits(types, value):
            message = f"this is {in_words((type_of(value),))}, but `{entry.key}` is {in_words(types)}"
            scope.found.error(WRONG_TYPE, entry.value.span, message, hint="write a value of that type, or a reference")
        return Argument(name=entry.key, value=value)
    reference = bind(text(entry.value), entry.value.span, sight, scope.found)
    if reference is None:
        return None
    if parameter is not None:
        _check_type(reference, parameter, entry.value.span, scope)
    return Argument(name=entry.key, value=reference)


def _same_names(
    target: Action, given: set[str], by_name: tuple[Parameter, ...], span: Span, scope: Scope
) -> Iterator[Argument]:
    own = {item.name: item for item in by_name if not item.ignored}
    for parameter in target.parameters:
        if parameter.name in given or parameter.ignored or (source := own.get(parameter.name)) is None:
            continue
        reference = Reference(
            root="input", path=(source.name,), schema=source.schema, total=source.required, source=source.source
        )
        _check_type(reference, parameter, span, scope)
        yield Argument(name=parameter.name, value=reference)


def _check_type(reference: Reference, parameter: Parameter, span: Span, scope: Scope) -> None:
    problem = mismatch(reference.schema, parameter.schema, scope.entities)
    if problem is not None:
        scope.found.error(
            WRONG_TYPE,
            span,
            f"`{reference}` cannot be passed as `{parameter.name}`: {problem}",
            hint="pass another value, or change one of the two types",
            notes=(Note(parameter.source, f"`{parameter.name}` is declared here"),),
        )
