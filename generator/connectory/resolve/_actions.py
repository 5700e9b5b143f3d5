"""One action file: everything of it that can be known without looking at other actions."""

from typing import get_args

from connectory.diagnostics import Code
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import (
    Action,
    Alias,
    AuthScheme,
    Deprecation,
    Effect,
    Endpoint,
    Parameter,
    Place,
    Schema,
)

from ._auth import named_schemes
from ._batch import read_batch
from ._behaviour import read_budget
from ._calls import UNKNOWN_ACTION
from ._conditions import read_conditions
from ._endpoint import read_endpoint
from ._envelope import read_envelope
from ._evidence import read_evidence
from ._examples import read_examples
from ._failures import check_reachable, read_errors
from ._fixed import read_fixed
from ._idempotency import read_key
from ._names import listing
from ._pagination import use_pagination
from ._parameters import Surroundings, read_parameters
from ._read import entries_at, flag_at, mapping, one_or_many, text, text_at, texts_at, value_at
from ._references import Sight
from ._relations import read_rules
from ._returns import read_returns
from ._schemas import read_schema
from ._scope import Scope
from ._sending import check_sending
from ._wire import check_wire

ENDPOINT_OR_CALLS = Code(
    "R218",
    "endpoint-or-calls",
    "An action either sends a request of its own (`endpoint`) or is made of other actions (`choose`, `each`, `steps`).",
    "endpoint: GET /contact\nchoose: [{action: get_contact}]",
    "endpoint: GET /contact",
)

NOT_OF_COMPOSITES = Code(
    "R320",
    "not-of-composites",
    "An action made of other actions sends nothing itself. What it answers, who it is sent as and how often follow "
    "from the actions that it calls, so these keys stand there.",
    "choose: [{action: delete_contact}]\noutput: {type: string}",
    "# delete_contact.yaml\nendpoint: DELETE /contacts/{id}\noutput: {type: string}",
)

_EFFECTS: dict[str, Effect] = {effect: effect for effect in get_args(Effect)}
_WAYS = ("endpoint", "choose", "each", "steps")
_OF_REQUESTS = (
    "auth",
    "fixed",
    "output",
    "returns",
    "envelope",
    "pagination",
    "wait",
    "batch",
    "rate",
    "success_when",
    "error_when",
    "errors",
    "idempotency_key",
)


def read_action(resource: str, name: str, node: MappingNode, scope: Scope) -> Action | None:
    """The action without what it says about other actions: `wait`, `choose`, `each` and `steps`.

    Returns `None` when it is not known what the action does, after that has been reported.
    """
    ways = [entry for entry in node if entry.key in _WAYS]
    _check_ways(ways, node, scope)
    endpoint = read_endpoint(ways[0].value, scope.found) if ways and ways[0].key == "endpoint" else None
    composite = bool(ways) and ways[0].key != "endpoint"
    schemes = () if composite else _schemes(node, scope)
    parameters = read_parameters(node, Surroundings(endpoint, composite), scope)
    output = _output(node, scope)
    fixed: tuple[Parameter, ...] = ()
    if endpoint is not None:
        fixed = read_fixed(node, endpoint, scope)
        _check_request(endpoint, node, (*parameters, *fixed), schemes, scope)
    elif not composite:
        return None
    else:
        _check_composite(node, scope)
    budget, budget_group = read_budget(node.get("rate"), scope)
    effect = _EFFECTS[text(value_at(node, "effect"))]
    sight = Sight(roots=("input", "response"), inputs=parameters, output=output, steps={}, entities=scope.entities)
    answers = Sight(roots=("response", "output"), inputs=parameters, output=output, steps={}, entities=scope.entities)
    success_when = read_conditions(node, "success_when", answers, scope)
    error_when = read_conditions(node, "error_when", answers, scope)
    errors = read_errors(node, output, scope)
    check_reachable(errors, (*success_when, *error_when), scope)
    return Action(
        id=name,
        resource=resource,
        title=text(value_at(node, "title")),
        summary=text(value_at(node, "summary")),
        description=text_at(node, "description"),
        use_when=text_at(node, "use_when"),
        notes=texts_at(node, "notes"),
        tags=texts_at(node, "tags"),
        effect=effect,
        idempotent=flag_at(node, "idempotent", default=effect == "read"),
        endpoint=endpoint,
        composite=None,
        auth=tuple(scheme.id for scheme in schemes),
        parameters=parameters,
        rules=read_rules(node, parameters, scope),
        output=output,
        returns=read_returns(node, answers, scope),
        envelope=read_envelope(node, sight, scope),
        pagination=use_pagination(node.get("pagination"), answers, scope),
        wait=None,
        batch=read_batch(node, answers, scope),
        budget=budget,
        budget_group=budget_group,
        fixed=fixed,
        idempotency_key=read_key(node, parameters, schemes, scope.found),
        success_when=success_when,
        error_when=error_when,
        errors=errors,
        aliases=_aliases(node),
        deprecated=_deprecation(node.get("deprecated"), scope),
        evidence=read_evidence(node.get("evidence")),
        examples=read_examples(node),
        source=node.span,
        places=_places(node),
    )


def _check_ways(ways: list[Entry], node: MappingNode, scope: Scope) -> None:
    if not ways:
        scope.found.error(
            ENDPOINT_OR_CALLS,
            node.span,
            "the action does not say what it calls",
            hint="add `endpoint`, such as `endpoint: GET /contacts`",
        )
    for superfluous in ways[1:]:
        message = f"`{superfluous.key}` cannot stand beside `{ways[0].key}`"
        hint = f"keep one of {listing(_WAYS, 'or')}"
        scope.found.error(ENDPOINT_OR_CALLS, superfluous.key_span, message, hint=hint)


def _check_composite(node: MappingNode, scope: Scope) -> None:
    for key in _OF_REQUESTS:
        if (entry := node.entry(key)) is not None:
            message = f"`{key}` has no meaning in an action that is made of other actions"
            hint = f"remove `{key}`, or write it in the actions that are called"
            scope.found.error(NOT_OF_COMPOSITES, entry.key_span, message, hint=hint)


def _schemes(node: MappingNode, scope: Scope) -> tuple[AuthScheme, ...]:
    named = named_schemes(node.get("auth"), scope.schemes, scope.found)
    return tuple(scope.auth[name] for name in named or scope.default_auth)


def _output(node: MappingNode, scope: Scope) -> Schema | None:
    output = node.get("output")
    return None if output is None else read_schema(output, scope.schemas, scope.found)


def _check_request(
    endpoint: Endpoint,
    node: MappingNode,
    parameters: tuple[Parameter, ...],
    schemes: tuple[AuthScheme, ...],
    scope: Scope,
) -> None:
    check_sending(endpoint, value_at(node, "endpoint").span, parameters, scope.entities, scope.found)
    check_wire(parameters, schemes, scope.found)


def _aliases(node: MappingNode) -> tuple[Alias, ...]:
    return tuple(
        Alias(catalogue=entry.key, id=text(item))
        for entry in entries_at(node, "aliases")
        for item in one_or_many(entry.value)
    )


def _deprecation(node: Node | None, scope: Scope) -> Deprecation | None:
    if node is None:
        return None
    if not isinstance(node, MappingNode):
        return Deprecation(reason=text(node), replacement=None)
    named = node.get("replacement")
    if named is not None:
        scope.actions.find(text(named), named.span, UNKNOWN_ACTION, scope.found)
    return Deprecation(reason=text(value_at(node, "reason")), replacement=text_at(node, "replacement"))


def _places(node: MappingNode) -> tuple[Place, ...]:
    places: list[Place] = []
    for entry in node:
        places.append(Place(key=entry.key, span=entry.value.span))
        if entry.key == "aliases":
            for catalogue in mapping(entry.value):
                items = one_or_many(catalogue.value)
                places.extend(Place(key=f"aliases.{catalogue.key}.{text(item)}", span=item.span) for item in items)
    return tuple(places)
