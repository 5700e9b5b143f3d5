"""`actions/<resource>.py` and `connector.py`: what the runtime needs to know, as declarations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from connectory.model import (
    Action,
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    Budget,
    Connector,
    Credential,
    Deprecation,
    EnvelopeField,
    EnvelopeObject,
    EnvelopeValue,
    ErrorRule,
    InputRule,
    NoAuth,
    OAuth2,
    Parameter,
    Reference,
    Schema,
    Token,
    credentials_of,
    freeze,
)
from connectory.model.answer import answer_kind, secret_members
from connectory.model.json_schema import schema_json
from connectory.naming import upper_snake_case

from ._batch import split_declaration
from ._calls import calls_expression
from ._conditions import conditions_expression
from ._literals import call, literal, mapping, row, sequence, values
from ._models import Result
from ._pagination import pagination_declaration
from ._shapes import bare
from ._wait import wait_declaration


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A constant: its name, the type it is declared with, and its value."""

    name: str
    annotation: str
    expression: str


def action_descriptor(
    action: Action, entities: Mapping[str, Schema], result: Result, items: Result | None = None
) -> Descriptor:
    """`ADD_DOMAIN: Action[Domain] = Action(…)`."""
    if action.endpoint is None:
        return _composite_descriptor(action, entities, result)
    arguments = {
        "id": literal(action.id),
        "connector": "CONNECTOR",
        "method": literal(action.endpoint.method),
        "path": literal(action.endpoint.path),
        "effect": literal(action.effect),
        "idempotent": literal(action.idempotent),
        "auth": values(action.auth),
    }
    if action.parameters:
        arguments["parameters"] = sequence([_parameter(item) for item in action.parameters])
    if action.fixed:
        arguments["fixed"] = sequence([_fixed(item) for item in action.fixed])
    if action.rules:
        arguments["rules"] = sequence([_rule(item) for item in action.rules])
    arguments |= _answer(action, entities, result)
    if action.returns is not None:
        arguments["returns_at"] = literal(str(action.returns))
    if action.output is not None and action.output.media_type is not None:
        arguments["accept"] = literal(action.output.media_type)
    if action.output is not None and (secret := secret_members(action.output, entities)):
        arguments["secret_members"] = values(secret)
    if action.envelope:
        arguments["envelope"] = sequence([_envelope(item) for item in action.envelope])
    for key, conditions in (("success_when", action.success_when), ("error_when", action.error_when)):
        if conditions:
            arguments[key] = conditions_expression(conditions)
    if action.errors:
        arguments["errors"] = sequence([_error(rule) for rule in action.errors])
    if action.pagination is not None:
        arguments["pagination"] = pagination_declaration(action.pagination, action, items)
    if action.wait is not None:
        arguments["wait"] = wait_declaration(action.wait)
    if action.batch is not None:
        arguments["split"] = split_declaration(action.batch)
    if action.deprecated is not None:
        arguments["deprecated"] = literal(_advice(action.deprecated))
    if action.idempotency_key is not None:
        arguments["idempotency_key"] = literal(action.idempotency_key)
    if action.budget is not None:
        arguments["limits"] = _limits(action.budget)
    if action.budget_group is not None:
        arguments["limit_group"] = literal(action.budget_group)
    arguments["source"] = literal(action.source.file)
    name = upper_snake_case(action.id)
    return Descriptor(name, f"Action[{result.annotation}]", call("Action", arguments))


def _composite_descriptor(action: Action, entities: Mapping[str, Schema], result: Result) -> Descriptor:
    arguments = {
        "id": literal(action.id),
        "connector": "CONNECTOR",
        "calls": calls_expression(action),
        "effect": literal(action.effect),
        "idempotent": literal(action.idempotent),
    }
    if action.parameters:
        arguments["parameters"] = sequence([_parameter(item, in_request=False) for item in action.parameters])
    if action.rules:
        arguments["rules"] = sequence([_rule(item) for item in action.rules])
    arguments |= _answer(action, entities, result)
    if action.deprecated is not None:
        arguments["deprecated"] = literal(_advice(action.deprecated))
    arguments["source"] = literal(action.source.file)
    return Descriptor(upper_snake_case(action.id), f"Composite[{result.annotation}]", call("Composite", arguments))


def _answer(action: Action, entities: Mapping[str, Schema], result: Result) -> dict[str, str]:
    """What an action answers as a whole, and what a method returns."""
    kind = answer_kind(action.output, entities)
    found = {"answers": kind, "returns": result.name}
    return {name: literal(value) for name, value in found.items() if value is not None}


def _advice(deprecation: Deprecation) -> str:
    """Why not to use an action any more, and what to use."""
    replacement = deprecation.replacement
    return f"{deprecation.reason.rstrip('. ')}. Use {replacement} instead." if replacement else deprecation.reason


def connector_descriptor(connector: Connector, package: str) -> Descriptor:
    """`CONNECTOR = Connector(…)`; `package` is where its client is."""
    arguments = {
        "id": literal(connector.id),
        "title": literal(connector.title),
        "package": literal(package),
        "servers": sequence([literal(server.url) for server in connector.servers]),
        "auth": mapping({scheme.id: _scheme(scheme) for scheme in connector.auth}),
    }
    if alternatives := {action.auth for action in connector.actions if len(action.auth) > 1}:
        arguments["alternatives"] = row([values(names) for names in sorted(alternatives)])
    if connector.errors:
        arguments["errors"] = sequence([_error(rule) for rule in connector.errors])
    for budget in connector.budgets:
        if budget.group is None and (budget.rates or budget.concurrent):
            arguments["limits"] = _limits(budget)
    if groups := {budget.group: _limits(budget) for budget in connector.budgets if budget.group is not None}:
        arguments["limit_groups"] = mapping(groups)
    return Descriptor("CONNECTOR", "Connector", call("Connector", arguments))


def scheme_classes(connector: Connector) -> tuple[str, ...]:
    """The names that `connector.py` imports from the runtime, sorted."""
    names = {_scheme(scheme).split("(")[0] for scheme in connector.auth}
    if any(credentials_of(scheme) for scheme in connector.auth):
        names.add("Credential")
    if connector.errors:
        names.add("ErrorRule")
    if any(budget.rates for budget in connector.budgets):
        names.add("Rate")
    if any(budget.concurrent for budget in connector.budgets):
        names.add("AtOnce")
    if any(rule.when for rule in connector.errors):
        names.add("Condition")
    return tuple(sorted(names | {"Connector"}))


def _parameter(parameter: Parameter, *, in_request: bool = True) -> str:
    arguments = {"name": literal(parameter.name)}
    if in_request:
        arguments["location"] = literal(parameter.location)
    if in_request and parameter.wire != parameter.name:
        arguments["wire"] = literal(parameter.wire)
    arguments["schema"] = _schema(parameter.schema)
    for flag in ("required", "ignored", "secret"):
        if getattr(parameter, flag):
            arguments[flag] = "True"
    if parameter.wire_values:
        arguments["wire_values"] = literal(parameter.wire_values)
    if parameter.separator is not None:
        arguments["separator"] = literal(parameter.separator)
    arguments["line"] = literal(parameter.source.line)
    return call("Parameter", arguments)


def _fixed(parameter: Parameter) -> str:
    value = parameter.schema.const.value if parameter.schema.const is not None else None
    return call(
        "Fixed",
        {"location": literal(parameter.location), "wire": literal(parameter.wire), "value": literal(value)},
    )


def _schema(schema: Schema) -> str:
    """What is checked at run time; texts for people are in the docstring and the published schema."""
    return literal(freeze(schema_json(bare(schema), "input")))


def _rule(rule: InputRule) -> str:
    return call(
        "InputRule",
        {
            "kind": literal(rule.kind),
            "parameters": values(rule.parameters),
            "line": literal(rule.source.line),
        },
    )


def _envelope(field: EnvelopeField) -> str:
    arguments = {"name": literal(field.name)}
    if isinstance(field.value, EnvelopeObject):
        members = field.value.members
        arguments["value"] = mapping({name: literal(str(value.reference)) for name, value in members})
    else:
        members = ((field.name, field.value),)
        arguments["value"] = literal(str(field.value.reference))
    if empty := {name: _stand_in(value) for name, value in members if value.total}:
        arguments["empty"] = mapping(empty)
    if lists := [literal(name) for name, value in members if value.listed]:
        arguments["lists"] = row(lists)
    return call("EnvelopeField", arguments)


def _stand_in(value: EnvelopeValue) -> str:
    """What a required member holds when a call failed before there was an answer."""
    if value.default is not None:
        return literal(value.default.value)
    empty = {"integer": "0", "number": "0", "boolean": "False", "array": "[]", "object": "{}", "null": "None"}
    return next((empty[kind] for kind in value.reference.schema.types if kind in empty), '""')


def _scheme(scheme: AuthScheme) -> str:
    match scheme:
        case Basic():
            return call("Basic", {"username": _half(scheme.username), "password": _half(scheme.password)})
        case Bearer():
            return call("Bearer", {"token": _credential(scheme.token)})
        case ApiKey():
            place = {"location": literal(scheme.location), "name": literal(scheme.name)}
            return call("ApiKey", {**place, "key": _credential(scheme.key)})
        case NoAuth():
            return call("NoAuth", {})
        case Token():
            return _token(scheme)
        case OAuth2():
            return _oauth2(scheme)
        case _:
            assert_never(scheme)


def _token(scheme: Token) -> str:
    arguments = {"action": literal(scheme.action)}
    if scheme.arguments:
        arguments["arguments"] = mapping(
            {
                item.name: _credential(item.value) if isinstance(item.value, Credential) else literal(item.value)
                for item in scheme.arguments
            }
        )
    arguments["at"] = literal(str(scheme.token))
    if scheme.lifetime is not None:
        lifetime = scheme.lifetime
        arguments["lifetime"] = literal(str(lifetime) if isinstance(lifetime, Reference) else lifetime)
    sent = {"location": (scheme.location, "header"), "name": (scheme.name, "Authorization")}
    arguments |= {key: literal(value) for key, (value, usual) in sent.items() if value != usual}
    if scheme.prefix:
        arguments["prefix"] = literal(scheme.prefix)
    return call("Token", arguments)


def _oauth2(scheme: OAuth2) -> str:
    arguments = {"grant": literal(scheme.grant), "endpoint": literal(scheme.token_url)}
    if scheme.authorize_url is not None:
        arguments["authorize_url"] = literal(scheme.authorize_url)
    if scheme.scopes:
        arguments["scopes"] = values(scheme.scopes)
    arguments["client_id"] = _credential(scheme.client_id)
    if scheme.client_secret is not None:
        arguments["client_secret"] = _credential(scheme.client_secret)
    if scheme.client_auth != "basic":
        arguments["client_auth"] = literal(scheme.client_auth)
    if scheme.parameters:
        arguments["parameters"] = mapping({name: literal(text) for name, text in scheme.parameters})
    return call("OAuth2", arguments)


def _half(half: str | Credential) -> str:
    return literal(half) if isinstance(half, str) else _credential(half)


def _credential(credential: Credential) -> str:
    arguments = {"argument": literal(credential.argument)}
    if credential.env is not None:
        arguments["env"] = literal(credential.env)
    return call("Credential", arguments)


def _limits(budget: Budget) -> str:
    limits = [f"Rate({literal(rate.calls)}, {literal(rate.seconds)})" for rate in budget.rates]
    if budget.concurrent is not None:
        limits.append(f"AtOnce({literal(budget.concurrent)})")
    return row(limits)


def _error(rule: ErrorRule) -> str:
    arguments: dict[str, str] = {}
    if rule.status is not None:
        arguments["status"] = literal(rule.status)
    if rule.when:
        arguments["when"] = conditions_expression(rule.when)
    told = {"meaning": rule.meaning, "code": rule.code, "retryable": rule.retryable}
    arguments |= {key: literal(value) for key, value in told.items() if value is not None}
    places = {"message": rule.message, "code_at": rule.code_at}
    arguments |= {key: literal(str(reference)) for key, reference in places.items() if reference is not None}
    if rule.advice is not None:
        arguments["advice"] = literal(rule.advice)
    arguments["source"] = literal(f"{rule.source.file}:{rule.source.line}")
    return call("ErrorRule", arguments)
