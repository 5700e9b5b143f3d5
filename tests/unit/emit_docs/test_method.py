"""What pages say of methods is what the generated clients have."""

import ast
import re
from dataclasses import replace

import pytest

from connectory.emit.docs._method import returned_notes
from connectory.model import Project, Schema
from connectory.naming import parameter_name

CLIENTS = "python/connectory_clients"
KINDS = {"Pages", "Job", "BatchJob", "Batch", "Outcomes", "Download", "None"}
PARTS = {
    "get_message_status": "data.results",
    "list_accounts": "data.accounts",
    "list_partners": "data.partners",
    "get_contact_subscriptions": "data.subscriptions",
    "delete_contact_by_id": "data.message",
    "delete_sms_message": "data.message",
}


@pytest.fixture(scope="module")
def methods(outputs: dict[str, str]) -> dict[tuple[str, str], ast.FunctionDef]:
    """The methods of the clients by connector and name."""
    return {
        (path.split("/")[2], node.name): node
        for path, text in outputs.items()
        if re.fullmatch(rf"{CLIENTS}/\w+/sync/\w+\.py", path)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }


def line_of(method: ast.FunctionDef, without: set[str]) -> str:
    """A method without types, and without some of its parameters."""
    pairs = zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)
    given = [
        item.arg if default is None else f"{item.arg}={ast.unparse(default)}"
        for item, default in pairs
        if item.arg not in without
    ]
    return f"{method.name}({', '.join(('*', *given))})"


def test_pages_have_the_signatures_of_methods(
    project: Project, pages: dict[str, str], methods: dict[tuple[str, str], ast.FunctionDef]
) -> None:
    for connector in project.connectors:
        for action in connector.actions:
            ignored = {parameter_name(item.name) for item in action.parameters if item.ignored}
            line = line_of(methods[connector.id, action.id], ignored)
            assert f"\nIn Python: `{line}`\n" in pages[f"{connector.id}/actions/{action.id}.md"]
            assert line in pages[f"uk/{connector.id}/actions/{action.id}.html"]


def test_pages_tell_what_methods_return(
    project: Project, pages: dict[str, str], methods: dict[tuple[str, str], ast.FunctionDef]
) -> None:
    for connector in project.connectors:
        for action in connector.actions:
            returned = methods[connector.id, action.id].returns
            assert returned is not None
            kind = ast.unparse(returned).partition("[")[0]
            page = pages[f"{connector.id}/actions/{action.id}.md"]
            told = re.search(r"`execute` returns this envelope\. The method returns (?:a )?(.+?)[:.](?: |\n)", page)
            assert told is not None
            if kind in KINDS:
                assert told[1] == f"`{kind}`", action.id
            else:
                assert told[1] in (f"`{PARTS.get(action.id, 'data')}` alone", "the whole answer of the API"), action.id


def test_members_are_named_as_in_models(project: Project, pages: dict[str, str], outputs: dict[str, str]) -> None:
    for connector in project.connectors:
        fields = {
            (node.target.id, ast.unparse(node.annotation))
            for node in ast.walk(ast.parse(outputs[f"{CLIENTS}/{connector.id}/models.py"]))
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        for action in connector.actions:
            page = pages[f"{connector.id}/actions/{action.id}.md"]
            for wire, python in re.findall(r"named in snake case: `(.+?)` is `(.+?)`\.", page):
                assert any(name == python and f"alias={wire!r}" in said for name, said in fields), (wire, python)


def test_files_are_downloads(acme: Project) -> None:
    action = next(action for action in acme.connectors[0].actions if action.id == "read_motto")
    file = Schema(source=action.source, types=("string",), format="binary")
    told = map(str, returned_notes(replace(action, output=file), {}, ()))
    assert list(told)[1].startswith("The method returns a `Download`")


def test_pages_tell_how_many_items_methods_ask_for(
    project: Project, pages: dict[str, str], outputs: dict[str, str]
) -> None:
    for connector in project.connectors:
        for action in connector.actions:
            page = pages[f"{connector.id}/actions/{action.id}.md"]
            told = re.search(r"Methods of the Python clients ask for pages of (\d+) items? unless (\w+) is given", page)
            descriptors = outputs[f"{CLIENTS}/{connector.id}/actions/{action.resource}.py"]
            declared = re.search(rf"^{action.id.upper()}: .*?^\)", descriptors, re.DOTALL | re.MULTILINE)
            assert declared is not None
            sent = re.search(r'Pagination\([^()]*limit="(\w+)",\s*max=(\d+)', declared[0])
            assert (told and told.groups()) == (sent and sent.groups()[::-1]), action.id
