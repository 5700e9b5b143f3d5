"""Calls of an action as programs, ready to be copied."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import Any, cast

from connectory.model import Action, Connector, Example, JsonValue, credentials_of, is_binary, thaw
from connectory.naming import parameter_name, pascal_case

from ._curl import curl_snippet
from ._shapes import json_text

WIDTH = 80
_CONSTANTS = {None: "None", True: "True", False: "False"}


@dataclass(frozen=True, slots=True)
class SnippetView:
    """A tab: what it is called, the language of its code, and the code."""

    id: str
    label: str
    language: str
    code: str


def snippet_views(action: Action, connector: Connector, package: str) -> tuple[SnippetView, ...]:
    """Programs that call the action with the input of its first example that succeeds.

    Without such an example, required parameters are given as `...`, and only the first tab is there.
    """
    example = next((item for item in action.examples if item.response.status < 400), None)
    views = [SnippetView("python", "Python", "python", _python(action, connector, package, example))]
    if example is not None:
        views.append(SnippetView("async", "async Python", "python", _async(action, connector, package, example)))
        if (curl := curl_snippet(action, example, connector)) is not None:
            views.append(SnippetView("curl", "curl", "sh", curl))
        views.append(SnippetView("execute", "execute", "python", _execute(action, connector, package, example)))
    return tuple(views)


def _python(action: Action, connector: Connector, package: str, example: Example | None) -> str:
    client, name = pascal_case(connector.id), connector.id
    call = _call(f"{name}.{action.id}", _arguments(action, example, 4), 4, _around(action, ""))
    return (
        f"{_imports(f'{package}.{name}', client, action, example)}\n"
        f"with {client}({_credentials(action, connector)}) as {name}:\n"
        f"{indent(_statement(action, call, ''), ' ' * 4)}\n"
    )


def _async(action: Action, connector: Connector, package: str, example: Example) -> str:
    client, name = f"Async{pascal_case(connector.id)}", connector.id
    call = _call(f"{name}.{action.id}", _arguments(action, example, 8), 8, _around(action, "await "))
    return (
        f"import asyncio\n\n{_imports(f'{package}.{name}', client, action, example)}\n\n"
        f"async def main() -> None:\n"
        f"    async with {client}({_credentials(action, connector)}) as {name}:\n"
        f"{indent(_statement(action, call, 'await '), ' ' * 8)}\n\n\n"
        f"asyncio.run(main())\n"
    )


def _execute(action: Action, connector: Connector, package: str, example: Example) -> str:
    client, name = pascal_case(connector.id), connector.id
    given = {key: thaw(value) for key, value in _given(action, example).items()}
    call = _call(f"{name}.execute", (_text(action.id), _literal(given, 4, WIDTH - 4)), 4, "envelope = ")
    return (
        f"from {package}.{name} import {client}\n\n"
        f"with {client}({_credentials(action, connector)}) as {name}:\n"
        f"{indent(f'envelope = {call}', ' ' * 4)}\n"
        f"    print(envelope.to_dict())\n"
    )


def _around(action: Action, wait: str) -> str:
    """What stands on the line of the call beside it."""
    if action.pagination is not None:
        return f"{'async ' if wait else ''}for item in :"
    return f"{_name(action)} = {wait}"


def _statement(action: Action, call: str, wait: str) -> str:
    """What is done with the call."""
    if action.pagination is not None:
        return f"{'async ' if wait else ''}for item in {call}:\n    print(item)"
    if action.wait is not None:
        return f"job = {wait}{call}\nstatus = {wait}job.wait()"
    if action.batch is not None:
        return f"batch = {wait}{call}\nprint(batch.failed, batch.unknown)"
    nothing = action.returned is not None and action.returned.types == ("null",)
    return f"{wait}{call}" if nothing else f"result = {wait}{call}"


def _name(action: Action) -> str:
    return "job" if action.wait is not None else "result" if action.batch is None else "batch"


def _credentials(action: Action, connector: Connector) -> str:
    """Keywords for the credentials that no environment variable can supply."""
    preferred = connector.schemes_of(action)[0]
    return ", ".join(f'{item.argument}="…"' for item in credentials_of(preferred) if item.env is None)


def _arguments(action: Action, example: Example | None, base: int) -> tuple[str, ...]:
    if example is None:
        return tuple(f"{parameter_name(item.name)}=..." for item in action.parameters if item.required)
    width = WIDTH - base
    files = _files(action, example)
    return tuple(
        f"{parameter_name(name)}={_file(thaw(value)) if name in files else _literal(thaw(value), 4, width)}"
        for name, value in _given(action, example).items()
    )


def _files(action: Action, example: Example | None) -> frozenset[str]:
    """The parameters that the example gives a file."""
    given = _given(action, example) if example is not None else {}
    return frozenset(item.name for item in action.parameters if is_binary(item.schema) and item.name in given)


def _file(value: dict[str, str]) -> str:
    """A file as a program gives it. Specs write it as JSON does, with its bytes in base64."""
    named = "".join(f", {name}={_text(value[name])}" for name in ("filename", "content_type") if name in value)
    content = repr(b64decode(value.get("base64", "")))
    if '"' not in content:
        content = f'b"{content[2:-1]}"'
    return f"File({content}{named})"


def _imports(module: str, client: str, action: Action, example: Example | None) -> str:
    file = "from connectory_runtime import File\n" if _files(action, example) else ""
    return f"from {module} import {client}\n{file}"


def _given(action: Action, example: Example) -> dict[str, JsonValue]:
    ignored = {item.name for item in action.parameters if item.ignored}
    return {name: value for name, value in example.input.items() if name not in ignored}


def _call(name: str, parts: tuple[str, ...], base: int, around: str) -> str:
    """A call that stands `base` columns from the left, beside what is `around` it."""
    line = f"{name}({', '.join(parts)})"
    if len(line) + base + len(around) <= WIDTH and "\n" not in line:
        return line
    return f"{name}(\n{_lines(parts, 4)})"


def _literal(value: Any, column: int, width: int) -> str:
    """A JSON value as a Python literal: on one line where it fits, else one line per item."""
    flat = _flat(value)
    if not isinstance(value, dict | list) or not value or len(flat) + column <= width - 10:
        return flat
    end = " " * column
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        parts = [f"{_text(key)}: {_literal(item, column + 4, width)}" for key, item in members.items()]
        return f"{{\n{_lines(parts, column + 4)}{end}}}"
    parts = [_literal(item, column + 4, width) for item in cast("list[Any]", value)]
    return f"[\n{_lines(parts, column + 4)}{end}]"


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


def _lines(parts: Sequence[str], column: int) -> str:
    return "".join(f"{' ' * column}{part},\n" for part in parts)
