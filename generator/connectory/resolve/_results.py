"""What composites answer: it follows from the actions that they call."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from connectory.model import Action, Choose, Each, Property, Reference, Schema, Steps, follow, type_of
from connectory.model.json_schema import schema_json

from ._types import Entities


def with_results(actions: Mapping[str, Action], entities: Entities) -> dict[str, Action]:
    """The actions, each composite with the output that follows from those it calls."""
    return {
        name: replace(action, output=_answer(action, actions, entities, ())) if action.composite else action
        for name, action in actions.items()
    }


def _answer(
    action: Action | None, actions: Mapping[str, Action], entities: Entities, callers: tuple[str, ...]
) -> Schema | None:
    """The schema of an answer; `None` when nothing is known of it. `callers` are composites on the way here."""
    if action is None or action.id in callers:
        return None
    way = (*callers, action.id)
    match action.composite:
        case None:
            return action.output
        case Choose(branches=branches) as choose:
            answers = [_answer(actions.get(branch.action), actions, entities, way) for branch in branches]
            if None in answers:
                return None
            return _one_of([answer for answer in answers if answer is not None], choose)
        case Each() as each:
            answer = _answer(actions.get(each.action), actions, entities, way)
            return _outcomes(action, each, answer, entities)
        case Steps() as steps:
            return _merged(steps)
        case _:
            assert_never(action.composite)


def _one_of(answers: list[Schema], choose: Choose) -> Schema:
    distinct: list[Schema] = []
    for schema in answers:
        if all(schema_json(schema, "output") != schema_json(other, "output") for other in distinct):
            distinct.append(schema)
    if len(distinct) == 1 and distinct[0].types != ("array",):
        return distinct[0]
    return Schema(source=choose.source, any_of=tuple(distinct))


def _outcomes(action: Action, each: Each, answer: Schema | None, entities: Entities) -> Schema:
    at = each.source
    over = next((item.schema for item in action.parameters if item.name == each.over), Schema(source=at))
    item = follow(over, entities).items or Schema(source=at)
    nothing = Schema(source=at, types=("null",))
    data = Schema(source=at) if answer is None else Schema(source=at, any_of=(answer, nothing))
    members = (
        ("input", replace(item, description="The item.")),
        ("data", replace(data, description="What the API answered; null when the call failed.")),
        ("error", Schema(source=at, types=("string",), description="What went wrong; absent when nothing did.")),
        ("successful", Schema(source=at, types=("boolean",), description="Whether the call for this item succeeded.")),
    )
    outcome = Schema(
        source=at,
        types=("object",),
        properties=tuple(Property(name=name, schema=schema, required=name != "error") for name, schema in members),
    )
    return Schema(source=at, types=("array",), items=outcome)


def _merged(steps: Steps) -> Schema:
    members: list[Property] = []
    for member in steps.result:
        if isinstance(member.value, Reference):
            members.append(Property(name=member.name, schema=member.value.schema, required=member.value.total))
        else:
            schema = Schema(source=steps.source, types=(type_of(member.value),))
            members.append(Property(name=member.name, schema=schema, required=True))
    return Schema(source=steps.source, types=("object",), properties=tuple(members))
