"""Snippets are programs that say what the examples say."""

import ast
import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from connectory.emit.docs._snippet import snippet_views
from connectory.model import Action, Connector, Project, thaw
from connectory.naming import parameter_name, pascal_case

Resolve = Callable[..., Any]


def python_snippet(action: Action, connector: Connector, package: str) -> str:
    return snippet_views(action, connector, package)[0].code


def test_snippets_call_with_the_input_of_the_first_example(project: Project) -> None:
    for connector in project.connectors:
        for action in connector.actions:
            program = ast.parse(python_snippet(action, connector, "clients"))
            load, block = program.body
            assert isinstance(load, ast.ImportFrom)
            assert (load.module, load.names[0].name) == (f"clients.{connector.id}", pascal_case(connector.id))
            assert isinstance(block, ast.With)
            statement = block.body[0]
            if action.pagination is None:
                assert isinstance(statement, ast.Assign | ast.Expr)
                call = statement.value
            else:
                assert isinstance(statement, ast.For)
                call = statement.iter
            assert isinstance(call, ast.Call)
            assert ast.unparse(call.func) == f"{connector.id}.{action.id}"
            given = {item.arg: ast.literal_eval(item.value) for item in call.keywords}
            shown = next((item.input for item in action.examples if item.response.status < 400), {})
            ignored = {item.name for item in action.parameters if item.ignored}
            assert given == {parameter_name(name): thaw(value) for name, value in shown.items() if name not in ignored}


def test_a_short_call_takes_one_line(acme: Project) -> None:
    connector = acme.connectors[0]
    find = next(action for action in connector.actions if action.id == "find_contacts")
    assert python_snippet(find, connector, "clients") == (
        "from clients.acme import Acme\n\n"
        "with Acme() as acme:\n"
        '    result = acme.find_contacts(list_id=7, email="road@runner.example")\n'
    )


def test_credentials_without_a_variable_are_given(acme: Project) -> None:
    connector = acme.connectors[0]
    delete = next(action for action in connector.actions if action.id == "delete_contact")
    snippet = python_snippet(delete, connector, "clients")
    assert 'with Acme(user="…", password="…") as acme:\n    acme.delete_contact(id=7)\n' in snippet


def test_without_an_example_required_parameters_are_named(resolve_action: Resolve) -> None:
    outcome = resolve_action("input: {a: {type: string, required: true}, b: {type: string}}")
    assert "acme.get_thing(a=...)" in python_snippet(outcome.action(), outcome.connector, "clients")


def test_constants_and_long_values(resolve_action: Resolve) -> None:
    text = """
effect: write
endpoint: POST /things
input: {x: {}}
examples:
  - {title: A, input: {x: {a: [true, null, 1.5], text: "quote \\" and \\\\", long: "%s"}}, response: {status: 200}}
"""
    outcome = resolve_action(text % ("w" * 70))
    snippet = python_snippet(outcome.action(), outcome.connector, "clients")
    assert '            "a": [True, None, 1.5],\n' in snippet
    (argument,) = (node for node in ast.walk(ast.parse(snippet)) if isinstance(node, ast.keyword))
    assert ast.literal_eval(argument.value)["text"] == 'quote " and \\'


def test_curl_sends_what_is_given_or_fixed(resolve_action: Resolve) -> None:
    outcome = resolve_action("""
effect: write
endpoint: PATCH /things
input: {shown: {type: boolean}, version: {type: integer, const: 2}}
fixed: {kind: thing}
examples: [{title: A, input: {shown: false}, response: {status: 200}}]
""")
    (view,) = (item for item in snippet_views(outcome.action(), outcome.connector, "clients") if item.id == "curl")
    assert """-d '{"shown": false, "kind": "thing"}'""" in view.code


def test_values_are_written_as_a_formatter_writes_them(resolve_action: Resolve) -> None:
    texts = ['a "b" isn\'t', '"three" it\'s', "it's", 'back \\ "slash"', 'line\n"']
    outcome = resolve_action(f"""
effect: write
endpoint: POST /things
input: {{x: {{}}}}
examples:
  - title: A
    input: {{x: {{texts: {json.dumps(texts)}, big: 10000000000000000000000.0}}}}
    response: {{status: 200}}
""")
    snippet = python_snippet(outcome.action(), outcome.connector, "clients")
    formatted = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "80", "-"],
        input=snippet,
        capture_output=True,
        text=True,
        check=True,
    )
    assert snippet == formatted.stdout
    (argument,) = (node for node in ast.walk(ast.parse(snippet)) if isinstance(node, ast.keyword))
    assert ast.literal_eval(argument.value) == {"texts": texts, "big": 1e22}


@pytest.mark.parametrize("content", [b"PK", b"it's", b'{"a": 1}', b"\x89PNG\r\n\x1a\n\xff", b""])
def test_files_are_given_as_programs_give_them(resolve_action: Resolve, content: bytes) -> None:
    outcome = resolve_action(f"""
effect: write
endpoint: POST /things
input:
  name: {{type: string}}
  data: {{in: file, type: string, format: binary, required: true}}
examples:
  - title: A
    input: {{name: "x=File(y)", data: {{base64: "{b64encode(content).decode()}", filename: a.zip, content_type: a/b}}}}
    response: {{status: 200}}
""")
    for view in snippet_views(outcome.action(), outcome.connector, "clients")[:2]:
        program = ast.parse(view.code)
        assert "from clients.acme import " in view.code
        assert "\nfrom connectory_runtime import File\n" in view.code
        (file,) = (
            node for node in ast.walk(program) if isinstance(node, ast.Call) and ast.unparse(node.func) == "File"
        )
        assert ast.literal_eval(file.args[0]) == content
        assert {item.arg: ast.literal_eval(item.value) for item in file.keywords} == {
            "filename": "a.zip",
            "content_type": "a/b",
        }


def test_only_files_need_the_class_of_files(resolve_action: Resolve) -> None:
    outcome = resolve_action("""
effect: write
endpoint: POST /things
input: {x: {type: string}, data: {in: file, type: string, format: binary}}
examples: [{title: A, input: {x: "x=File(y)"}, response: {status: 200}}]
""")
    for view in snippet_views(outcome.action(), outcome.connector, "clients"):
        assert "import File" not in view.code
