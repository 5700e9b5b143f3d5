"""An action prepared for checking: its route, its authentication, a validator for every parameter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from connectory.formats import format_checker
from connectory.model import Action, Connector, Parameter, Schema
from connectory.model.json_schema import schema_json
from connectory.model.wire import sent_by, wire_schema


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter that is sent, with the schema of its values on the wire."""

    parameter: Parameter
    schema: Schema
    validator: Validator


@dataclass(frozen=True, slots=True)
class Contract:
    """What the spec says about the requests of one action. `named` are the connector's entity schemas."""

    action: Action
    slots: tuple[Slot, ...]
    named: Mapping[str, Schema]


def contracts_of(connector: Connector) -> Mapping[str, Contract]:
    """The contract of every action by its id."""
    named = connector.entities
    defs = {name: schema_json(schema, "input") for name, schema in named.items()}
    return {
        action.id: Contract(
            action,
            tuple(_slot(item, named, defs) for item in sent_by(action)),
            named,
        )
        for action in connector.actions
    }


def _slot(parameter: Parameter, named: Mapping[str, Schema], defs: Mapping[str, Any]) -> Slot:
    schema = wire_schema(parameter.schema, parameter.wire_values, named)
    validator = Draft202012Validator(schema_json(schema, "input") | {"$defs": defs}, format_checker=format_checker())
    return Slot(parameter, schema, validator)
