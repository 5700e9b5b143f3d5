"""Values in specs, each against the schema that it is for."""

from connectory.diagnostics import Code, Diagnostics
from connectory.load.nodes import MappingNode
from connectory.model import Action, AuthScheme, NamedSchema

from ._conformance import Conformance, declared_values
from ._examples import ExampleChecker
from ._read import entries_at

UNFITTING_VALUE = Code(
    "R113",
    "unfitting-value",
    "A `default`, and every one of the `examples` of a schema, must be a value that the schema allows.",
    "input: {size: {type: integer, maximum: 10, default: 20}}",
    "input: {size: {type: integer, maximum: 10, default: 5}}",
)


def entity_problems(node: MappingNode | None, entities: tuple[NamedSchema, ...], sent: Conformance) -> Diagnostics:
    """What is wrong with the values in the schemas of a connector. `node` is their file."""
    found = Diagnostics()
    for entity in entities:
        for value, schema in declared_values(node.get(entity.name) if node else None, entity.schema):
            sent.check(value, schema, UNFITTING_VALUE, found)
    return found


def action_problems(
    action: Action, node: MappingNode, schemes: tuple[AuthScheme, ...], sent: Conformance, answered: Conformance
) -> Diagnostics:
    """What is wrong with the values and examples of an action. `node` is its file, `schemes` how it may be called."""
    found = Diagnostics()
    for entry, parameter in zip(entries_at(node, "input"), action.parameters, strict=True):
        for value, schema in declared_values(entry.value, parameter.schema):
            sent.check(value, schema, UNFITTING_VALUE, found)
    if action.output is not None:
        for value, schema in declared_values(node.get("output"), action.output):
            answered.check(value, schema, UNFITTING_VALUE, found)
    ExampleChecker(sent, answered, found).check(action, node, schemes)
    return found
