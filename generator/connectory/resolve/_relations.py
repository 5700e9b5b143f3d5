"""Rules across parameters: `require_one_of`, `require_any_of`, `exclusive`, `together`, `requires`."""

from collections.abc import Iterable, Iterator

from connectory.diagnostics import Code
from connectory.load.nodes import MappingNode, Node, SequenceNode
from connectory.model import InputRule, Parameter, RuleKind

from ._names import Names
from ._read import entries_at, items, items_at, text
from ._scope import Scope

UNKNOWN_PARAMETER = Code(
    "R216",
    "unknown-parameter",
    "A key of the action, such as `require_one_of` or `batch`, names a parameter that `input` does not declare.",
    "input: {id: {type: integer}, email: {type: string}}\nrequire_one_of: [id, mail]",
    "input: {id: {type: integer}, email: {type: string}}\nrequire_one_of: [id, email]",
)
POINTLESS_RULE = Code(
    "R217",
    "pointless-rule",
    "A rule across parameters speaks of at least two different ones. A parameter that is always there, or never sent, "
    "makes the rule always or never true.",
    "input: {id: {type: integer, required: true}, email: {type: string}}\nexclusive: [id, email]",
    "input: {id: {type: integer}, email: {type: string}}\nexclusive: [id, email]",
)

_LISTS: tuple[RuleKind, ...] = ("require_one_of", "require_any_of", "exclusive", "together")


def parameter_names(parameters: Iterable[Parameter]) -> Names:
    """The names that may be used where a key speaks of parameters."""
    return Names("parameter", tuple(parameter.name for parameter in parameters))


def read_rules(action: MappingNode, parameters: tuple[Parameter, ...], scope: Scope) -> tuple[InputRule, ...]:
    """The rules in the order of the keys above, each with known parameters."""
    by_name = {parameter.name: parameter for parameter in parameters}
    names = parameter_names(parameters)
    result: list[InputRule] = []
    for kind, group in _groups(action):
        known = tuple(
            (item, by_name[text(item)])
            for item in group
            if names.find(text(item), item.span, UNKNOWN_PARAMETER, scope.found)
        )
        _check_group(kind, group, known, scope)
        result.append(InputRule(kind=kind, parameters=tuple(item.name for _, item in known), source=group[0].span))
    result.extend(_requires(action, names, scope))
    return tuple(result)


def _groups(action: MappingNode) -> Iterator[tuple[RuleKind, tuple[Node, ...]]]:
    for kind in _LISTS:
        listed = items_at(action, kind)
        nested = [item for item in listed if isinstance(item, SequenceNode)]
        if nested:
            for item in nested:
                yield kind, items(item)
        elif listed:
            yield kind, listed


def _check_group(
    kind: RuleKind, group: tuple[Node, ...], known: tuple[tuple[Node, Parameter], ...], scope: Scope
) -> None:
    names = [text(item) for item in group]
    if len(set(names)) < 2 or len(set(names)) < len(names):
        message = f"`{kind}` needs at least two parameters, each once"
        scope.found.error(POINTLESS_RULE, group[0].span, message, hint="add the others, or remove the rule")
    for item, parameter in known:
        if parameter.required or parameter.ignored:
            why = "always there" if parameter.required else "never sent"
            message = f"`{parameter.name}` is {why}, so `{kind}` says nothing about it"
            scope.found.error(POINTLESS_RULE, item.span, message, hint="take it out of the rule, or make it optional")


def _requires(action: MappingNode, names: Names, scope: Scope) -> Iterator[InputRule]:
    for entry in entries_at(action, "requires"):
        if not names.find(entry.key, entry.key_span, UNKNOWN_PARAMETER, scope.found):
            continue
        others = tuple(
            text(item)
            for item in items(entry.value)
            if names.find(text(item), item.span, UNKNOWN_PARAMETER, scope.found)
        )
        if entry.key in others:
            message = f"`{entry.key}` requires itself"
            scope.found.error(POINTLESS_RULE, entry.key_span, message, hint="remove it from its own list")
        yield InputRule(kind="requires", parameters=(entry.key, *others), source=entry.key_span)
