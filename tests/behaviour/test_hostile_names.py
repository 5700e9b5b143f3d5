"""Names that generated modules use themselves, and names that are too long: the code is checked and called."""

from __future__ import annotations

import ast
import asyncio
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from ruff import find_ruff_bin

from connectory.naming import snake_case

ROOT = Path(__file__).parents[2]
GENERATED = (ROOT / "generated/python", ROOT / "tests/golden/python/all_features/expected/python")
REFUSED = {"Annotated", "Any", "Field", "Literal", "Model", "TypeAlias"}
"""What the module of models imports: an entity of such a name is a mistake that is reported."""

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
pagination: {rows: {kind: offset, offset: start, limit: rows, max: 5}}
"""


def imported() -> list[str]:
    """Every class that some generated module imports from elsewhere."""
    return sorted(
        {
            name.name
            for root in GENERATED
            for path in root.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.level == 0
            if node.module is not None and not node.module.startswith("connectory_clients")
            for name in node.names
            if name.name[0].isupper() and "_" not in name.name and not name.name.isupper()
        }
    )


NAMES = [*(name for name in imported() if name not in REFUSED), "ThingsActions", "AsyncThingsActions", "Acme", "File"]


def entity(name: str) -> str:
    members = ["id: {type: integer}", f"next: {{$ref: {name}}}"]
    # Members of a TypedDict that would hide a type which other members have.
    members += ["str: {type: string}", "NotRequired: {type: string}", "Sequence: {type: array, items: {type: integer}}"]
    return f"{name}: {{type: object, properties: {{{', '.join(members)}}}}}\n"


READ = """
effect: read
endpoint: GET /WORD/{id}
input: {id: {type: integer, required: true}}
output: {$ref: NAME}
"""
LIST = """
effect: read
endpoint: GET /WORD
pagination: rows
input:
  start: {type: integer}
  rows: {type: integer}
  WORD: {enum: {ONE: NAME, TWO: two}}
output: {type: array, items: {$ref: NAME}}
"""
CREATE = """
effect: write
endpoint: POST /WORD
input: {body: {$ref: NAME, wire: "", required: true}}
output: {properties: {made: {$ref: NAME}, more: {type: array, items: {$ref: NAME}}}}
"""
OTHERS = {
    "get_all": """
effect: read
input: {ids: {type: array, items: {type: integer}, required: true}}
each: {over: ids, action: get_job, as: id}
""",
    "start_job": """
effect: write
endpoint: POST /jobs
output: {$ref: Job}
wait: {action: get_job, with: {id: $output.id}, done: {str: [done]}}
""",
}


def actions(name: str) -> dict[str, str]:
    word = snake_case(name)
    texts = {f"get_{word}": READ, f"list_{word}": LIST, f"create_{word}": CREATE}
    return {identifier: text.replace("NAME", name).replace("WORD", word) for identifier, text in texts.items()}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def acme(root: Path) -> Iterator[Compiled]:
    texts = {identifier: text for name in NAMES for identifier, text in actions(name).items()} | OTHERS
    schemas = "".join(map(entity, NAMES))
    with compiled(root, "hostile_clients", CONNECTOR, texts, schemas=schemas) as made:
        yield made


def test_there_is_something_to_clash_with() -> None:
    assert {"Action", "AsyncPages", "Job", "Mapping", "Options", "Outcomes", "Pages", "Sequence", "Unset"} <= set(NAMES)


def test_the_code_passes_a_type_checker(acme: Compiled, root: Path) -> None:
    paths = os.pathsep.join((str(ROOT / "generator"), "."))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=../.mypy", "-p", "hostile_clients"],
        cwd=root / "python",
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_called(acme: Compiled, name: str) -> None:
    word = snake_case(name)
    row = {"id": 1, "str": "done", "next": {"id": 2}}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(200, json={"made": row, "more": [row]})
        return httpx.Response(200, json=[row] if request.url.path == f"/{word}" else row)

    kind = getattr(importlib.import_module("hostile_clients.acme.models"), name)
    with acme.module.Acme(api_key="k", transport=httpx.MockTransport(answer)) as client:
        assert type(getattr(client, f"get_{word}")(id=1)) is kind
        assert [type(item) for item in getattr(client, f"list_{word}")()] == [kind]
        made = getattr(client, f"create_{word}")(body={"id": 1, "next": {"id": 2}})
        assert type(made.made.next) is type(made.more[0]) is kind
        assert getattr(client, f"create_{word}")(body=made.made).made.id == 1

    async def later() -> Any:
        async with acme.module.AsyncAcme(api_key="k", transport=httpx.MockTransport(answer)) as client:
            items = [item async for item in getattr(client, f"list_{word}")()]
            return await getattr(client, f"get_{word}")(id=1), items

    one, items = asyncio.run(later())
    assert type(one) is type(items[0]) is kind


LONG = f"{'x' * 70} {'y' * 70}"
WORD = "w" * 150
KEY = f"{'k' * 60} {'l' * 60}"
LONG_ACTIONS = {
    "create_thing": f"""
effect: write
endpoint: POST /things/{"z" * 150}
description: "{WORD} {LONG} {WORD}"
notes: ["{WORD}", "{LONG}"]
input:
  {"p" * 64}: {{enum: ["{LONG}", "{WORD}", short], description: "{WORD} a {LONG}", wire: "/{"n" * 120}"}}
  labelled: {{enum: {{LONG: "{LONG}", OTHER: "{WORD}"}}}}
  nested:
    type: array
    items:
      properties:
        "{KEY}": {{type: array, items: {{properties: {{deep: {{enum: ["{WORD}", "{LONG}"]}}}}}}}}
        "{"b" * 120}": {{type: object, properties: {{inner: {{properties: {{last: {{const: "{LONG}"}}}}}}}}}}
fixed: {{/kind/x: "{WORD}"}}
output:
  properties:
    state: {{enum: ["{LONG}", "{WORD}"]}}
    "{KEY}": {{type: string, description: "{WORD}"}}
    "{"c" * 120}": {{properties: {{x: {{type: integer, description: "{LONG}"}}}}}}
success_when: {{"$response.json.state": ["{LONG}"]}}
deprecated: "{WORD} {LONG}"
""",
}


def test_no_line_is_too_long(tmp_path: Path) -> None:
    with compiled(tmp_path, "long_clients", CONNECTOR.replace("pagination", "links: {}\n#"), LONG_ACTIONS) as made:
        annotation = made.module.sync.things.ThingsActions.create_thing.__annotations__["p" * 64]
        pieces = ast.parse(annotation.removesuffix(" | Unset"), mode="eval").body
        assert isinstance(pieces, ast.Subscript)
        assert ast.literal_eval(pieces.slice) == (LONG, WORD, "short")
    for command in (["check", "--select=E501"], ["format", "--check"]):
        done = subprocess.run(
            [find_ruff_bin(), *command, "--isolated", "--no-cache", "--line-length=120", "python"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
