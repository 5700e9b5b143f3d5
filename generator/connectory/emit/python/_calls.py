"""`choose`, `each` and `steps` as declarations for the runtime."""

from typing import assert_never

from connectory.model import Action, Argument, Branch, Choose, Each, Reference, Step, Steps

from ._literals import call, literal, mapping, sequence, values


def calls_expression(action: Action) -> str:
    """`Choose(…)`, `Each(…)` or `Steps(…)` of an action that is made of others.

    Raises:
        ValueError: for an action that sends a request of its own.
    """
    match action.composite:
        case Choose(branches=branches, defaults=defaults, source=source):
            arguments = {"branches": sequence([_branch(item) for item in branches])}
            if defaults:
                arguments["defaults"] = mapping({name: literal(value) for name, value in defaults})
            return call("Choose", {**arguments, "line": literal(source.line)})
        case Each() as each:
            arguments = {"over": literal(each.over), "action": literal(each.action)}
            arguments["parameter"] = literal(each.parameter)
            return call("Each", {**arguments, **_arguments(each.arguments)})
        case Steps(steps=steps, result=result):
            arguments = {"steps": sequence([_step(item) for item in steps])}
            return call("Steps", {**arguments, "result": arguments_expression(result)})
        case None:
            raise ValueError(f"{action.id} is not made of other actions")
        case _:
            assert_never(action.composite)


def _branch(branch: Branch) -> str:
    arguments = {"action": literal(branch.action)}
    if branch.present:
        arguments["present"] = values(branch.present)
    if branch.equals:
        arguments["equals"] = mapping({name: literal(value) for name, value in branch.equals})
    return call("Branch", {**arguments, **_arguments(branch.arguments)})


def _step(step: Step) -> str:
    arguments = {"name": literal(step.name), "action": literal(step.action)}
    return call("Step", {**arguments, **_arguments(step.arguments)})


def _arguments(arguments: tuple[Argument, ...]) -> dict[str, str]:
    return {"arguments": arguments_expression(arguments)} if arguments else {}


def arguments_expression(arguments: tuple[Argument, ...]) -> str:
    """What a call of another action passes on: names to references and values."""
    return mapping({item.name: _value(item) for item in arguments})


def _value(argument: Argument) -> str:
    return literal(str(argument.value) if isinstance(argument.value, Reference) else argument.value)
