"""The call of an action in Python, ready to be copied."""

from typing import Any, cast

from connectory.model import Action, Connector, credentials_of, thaw
from connectory.naming import parameter_name, pascal_case

from ._shapes import json_text

WIDTH = 80
_CONSTANTS = {None: "None", True: "True", False: "False"}


def python_snippet(action: Action, connector: Connector, package: str) -> str:
    """A program that calls the action with the input of its first example that succeeds.

    Without such an example, required parameters are given as `...`.
    """
    client = pascal_case(connector.id)
    around = "for item in :" if action.pagination is not None else f"{_name(action)} = "
    call = _call(f"{connector.id}.{action.id}", _arguments(action), 4, around)
    return (
        f"from {package}.{connector.id} import {client}\n\n"
        f"with {client}({_credentials(action, connector)}) as {connector.id}:\n"
        f"    {_statement(action, call)}\n"
    )


def _statement(action: Action, call: str) -> str:
    """What is done with the call."""
    if action.pagination is not None:
        return f"for item in {call}:\n        print(item)"
    if action.wait is not None:
        return f"job = {call}\n    status = job.wait()"
    if action.batch is not None:
        return f"batch = {call}\n    print(batch.failed, batch.unknown)"
    return call if action.output is not None and action.output.types == ("null",) else f"result = {call}"


def _name(action: Action) -> str:
    return "job" if action.wait is not None else "result" if action.batch is None else "batch"


def _credentials(action: Action, connector: Connector) -> str:
    """Keywords for the credentials that no environment variable can supply."""
    scheme = next(scheme for scheme in connector.auth if scheme.id == action.auth)
    return ", ".join(f'{item.argument}="…"' for item in credentials_of(scheme) if item.env is None)


def _arguments(action: Action) -> dict[str, str]:
    ignored = {item.name for item in action.parameters if item.ignored}
    for example in action.examples:
        if example.response.status < 400:
            given = {name: value for name, value in example.input.items() if name not in ignored}
            return {parameter_name(name): _literal(thaw(value), 8) for name, value in given.items()}
    return {parameter_name(item.name): "..." for item in action.parameters if item.required}


def _call(name: str, arguments: dict[str, str], indent: int, around: str) -> str:
    parts = [f"{key}={value}" for key, value in arguments.items()]
    line = f"{name}({', '.join(parts)})"
    if len(line) + indent + len(around) <= WIDTH and "\n" not in line:
        return line
    return f"{name}(\n{_indented(parts, indent + 4)}{' ' * indent})"


def _literal(value: Any, indent: int) -> str:
    """A JSON value as a Python literal: on one line where it fits, else one line per item."""
    flat = _flat(value)
    if not isinstance(value, dict | list) or not value or len(flat) + indent <= WIDTH - 10:
        return flat
    end = " " * indent
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        parts = [f"{_text(key)}: {_literal(item, indent + 4)}" for key, item in members.items()]
        return f"{{\n{_indented(parts, indent + 4)}{end}}}"
    parts = [_literal(item, indent + 4) for item in cast("list[Any]", value)]
    return f"[\n{_indented(parts, indent + 4)}{end}]"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return "{" + ", ".join(f"{_text(key)}: {_flat(item)}" for key, item in members.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flat(item) for item in cast("list[Any]", value)) + "]"
    if isinstance(value, str):
        return _text(value)
    return _CONSTANTS[value] if value is None or isinstance(value, bool) else json_text(value).replace("e+", "e")


def _text(value: str) -> str:
    """A text in the quotes that need fewer escapes, as formatters write it. The escapes of JSON mean the same here."""
    if value.count('"') <= value.count("'"):
        return json_text(value)
    body = '"'.join(json_text(part)[1:-1] for part in value.split('"'))
    return "'" + body.replace("'", "\\'") + "'"


def _indented(parts: list[str], indent: int) -> str:
    return "".join(f"{' ' * indent}{part},\n" for part in parts)
