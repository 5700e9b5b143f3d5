"""Every code of resolution, rules and features: explained with examples that hold, and shown in the golden corpus."""

import importlib
import re
from pathlib import Path

import pytest

from connectory.diagnostics import Code, all_codes

for stage in ("connectory.resolve", "connectory.rules"):
    importlib.import_module(stage)

CODES = [code for code in all_codes() if code.id[0] in "RAF"]
GOLDEN = Path(__file__).parents[2] / "golden" / "errors"

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
pagination: {rows: {kind: offset, offset: start, limit: rows, items: $output}}
rate: {default: 5/s, groups: {reports: 5/min}}
"""
SCHEMAS = "Contact: {type: object}\n"
ACTION = """
title: Do it
summary: Get something done.
effect: read
endpoint: GET /the-thing
input: {start: {type: integer}, rows: {type: integer}, contacts: {type: array, items: {type: string}}}
output: {properties: {id: {type: integer}, ok: {type: boolean}}}
"""
NEIGHBOURS = {
    "get_import": ("read", "GET /imports/{id}", True),
    "get_import_status": ("read", "GET /imports", False),
    "start_import": ("write", "POST /imports", False),
    "get_contact": ("read", "GET /contact", False),
    "delete_contact": ("delete", "DELETE /contacts/{id}", True),
    "delete_order": ("delete", "DELETE /orders/{id}", True),
    "another_action": ("read", "GET /another", False),
    "get_info": ("read", "GET /info", False),
    "get_status": ("read", "GET /status", False),
    "get_limits": ("read", "GET /limits", False),
    "get_account_info": ("read", "GET /account", False),
    "log_in": ("write", "POST /log-in", False),
}


def neighbour(name: str) -> str:
    effect, endpoint, has_id = NEIGHBOURS[name]
    number = "input: {id: {type: integer, required: true}}\n" if has_id else ""
    answer = "output: {properties: {status: {enum: [FINISHED, ERROR]}}}\n"
    facts = 'evidence: {status: documented, source: "https://docs.example.com"}\n'
    example = f"examples: [{{title: One, input: {'{id: 1}' if has_id else '{}'}, response: {{status: 200}}}}]\n"
    head = f"title: T {name[:3]}\nsummary: Something else.\neffect: {effect}\nendpoint: {endpoint}\n"
    return head + number + answer + facts + example


def files(fragment: str, over) -> dict[str, str]:
    result = {f"things/{name}.yaml": neighbour(name) for name in NEIGHBOURS}
    result |= {"connector.yaml": CONNECTOR, "schemas.yaml": SCHEMAS}
    first, _, rest = fragment.partition("\n")
    if first == "# connector.yaml":
        result["connector.yaml"] = over(CONNECTOR, rest)
        result["things/the_action_of_this_file.yaml"] = ACTION.strip()
    elif first == "# schemas.yaml":
        result["schemas.yaml"] = over(SCHEMAS, rest)
        result["things/the_action_of_this_file.yaml"] = ACTION.strip()
    else:
        composite = re.search("^(choose|each|steps):", fragment, re.MULTILINE)
        bare = "endpoint: x\n" if composite and "endpoint:" not in fragment else ""
        text = over(ACTION, bare + fragment).removeprefix(bare)
        result["things/the_action_of_this_file.yaml"] = text.replace("endpoint: x\n", "")
    return result


def is_one_file(code: Code) -> bool:
    """Whether the examples are one file's text, and not about file names or several files."""
    first = code.bad.partition("\n")[0]
    return not first.startswith("#") or first in ("# connector.yaml", "# schemas.yaml")


@pytest.mark.parametrize("code", CODES, ids=str)
def test_code_is_explained(code: Code) -> None:
    assert code.explanation.endswith(".")
    assert code.bad
    assert code.good or code.id.startswith("F")


@pytest.mark.parametrize("code", [code for code in CODES if is_one_file(code)], ids=str)
def test_bad_example_has_the_problem_and_good_has_not(code: Code, resolve_texts, over) -> None:
    outcome = resolve_texts(files(code.bad, over), rules=True)
    assert code.id in outcome.codes, outcome.codes
    if code.good:
        outcome = resolve_texts(files(code.good, over), rules=True)
        assert code.id not in outcome.codes, [item for item in outcome.found if item.code is code]


def test_every_code_is_in_the_golden_corpus() -> None:
    shown = set(re.findall(r"\b[RAF]\d{3}\b", "".join(file.read_text() for file in GOLDEN.glob("*/expected.txt"))))
    assert sorted(code.id for code in CODES if code.id not in shown) == []
