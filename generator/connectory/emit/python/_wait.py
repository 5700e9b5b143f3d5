"""What the runtime needs to know to wait for the jobs that an action starts."""

from connectory.model import Wait

from ._calls import arguments_expression
from ._conditions import conditions_expression
from ._literals import call, literal


def wait_declaration(wait: Wait) -> str:
    """`Wait(…)`."""
    arguments = {
        "action": literal(wait.action),
        "arguments": arguments_expression(wait.arguments),
        "done": conditions_expression(wait.done),
    }
    if wait.failed:
        arguments["failed"] = conditions_expression(wait.failed)
    arguments |= {"every": literal(wait.every), "timeout": literal(wait.timeout)}
    return call("Wait", arguments | {"line": literal(wait.source.line)})
