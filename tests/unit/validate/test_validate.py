"""Nodes against the language: what is accepted, what is said, and that JSON Schema's own validator agrees."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from connectory.diagnostics import Diagnostic, Diagnostics
from connectory.load import ActionFile, ConnectorFiles, Tree, parse_file
from connectory.load.nodes import Node, to_plain
from connectory.validate import Kind, problems_of, validate_tree

LANGUAGE = Path(__file__).parents[3] / "generator" / "connectory" / "language"
REGISTRY: Registry[Any] = Registry().with_contents(
    (path.name, json.loads(path.read_text(encoding="utf-8"))) for path in LANGUAGE.glob("*.json")
)

CONNECTOR = """
title: Acme
summary: A shop in a box.
description: Text.
audience: Shops.
links: {home: https://acme.example}
servers: [{url: https://api.acme.example, description: Main}]
auth:
  basic: {kind: basic, username: u, password: {from: password, env: ACME}, how: Ask.}
  bearer: {kind: bearer, token: {from: token}, env: ACME}
  key: {kind: api_key, in: header, name: X-Key, key: {from: key}}
  none: {kind: none}
  token: {kind: token, action: log_in, with: {user: {from: user}, tenant: 7}, token: $output.token, lifetime: 9m,
    in: header, name: X-Token, scheme: Token}
  oauth: {kind: oauth2, grant: client_credentials, token_url: u, client_auth: body, parameters: {audience: a},
    client_id: {from: id}, client_secret: {from: s}, scopes: [a]}
default_auth: [oauth, key]
verify: get_account
webhook_signature: {header: X-S, signature: v1, timestamp: t, tolerance: 5m, encoding: base64, env: ACME_SECRET}
pagination:
  offset: {kind: offset, offset: start, limit: rows, first: 1, max: 9, items: $output, total: $response.headers.N}
  page: {kind: page, page: page}
  cursor: {kind: cursor, cursor: after, next: $output.next}
  next: {kind: next-url, next: $output.next}
  link: {kind: link-header}
rate: {default: 5/s, groups: {reports: 1/min}}
errors: [{status: 409, code: duplicate, retryable: false, advice: Wait.}]
"""
SCHEMAS = """
Contact:
  type: object
  required: [id]
  properties:
    id: {type: integer, minimum: 1, maximum: 9.5}
    kind: {enum: [a, b], default: a, examples: [a, b]}
    label: {enum: {ONE: 1, TWO: 2}}
    any: {anyOf: [{type: [string, "null"], maxLength: 3}, {$ref: Other, description: D}]}
  additionalProperties: {type: array, items: {const: 1}, uniqueItems: true}
Other: {allOf: [{type: string, format: date, pattern: ^a}], deprecated: true, secret: false}
"""
ACTION = """
title: Do it
summary: Get something done.
description: Text.
use_when: Always.
notes: [One.]
tags: [a, b-c]
effect: write
idempotent: true
idempotency_key: Idempotency-Key
endpoint: GET /things
auth: key
input:
  a: {in: query, wire: A, type: string, required: true, wire_values: {x: z}, evidence: {status: observed, source: s}}
  b: {type: object, required: [c], properties: {c: {type: boolean}}, ignored: true}
fixed: {type: note, X-Version: {in: header, value: "2"}}
output: {$ref: Contact}
returns: $output.data
envelope: {a: $response.status, b: {from: $response.text, default: []}, c: {members: {d: $response.text}}}
pagination: offset
wait: {action: other, with: {id: $output.id}, done: {a.b: [x]}, failed: {a.b: [1]}, every: 1.5s, timeout: 1h}
batch: {over: a, size: 3}
rate: {limit: 5/s, group: reports}
success_when: {$response.status: [200]}
error_when: {$response.json.ok: [false, null], $response.json.why: {empty: false}}
errors:
  - {status: 409, when: {$response.json.code: [7]}, meaning: conflict, code: busy, retryable: true,
     message: $response.json.text, code_at: $response.json.code, advice: Wait.}
choose: [{action: other, when: {present: [a], equals: {a: 1}}, with: {b: 1}}]
each: {over: a, action: other, as: b, with: {c: $input.c}}
steps: {do: [{name: one, action: other, with: {a: 1}}], result: {x: $steps.one}}
require_one_of: [a, b]
require_any_of: [[a, b], [b, c]]
exclusive: [a, b]
together: [a, b]
requires: {a: [b]}
aliases: {other: OTHER, third: [A, B]}
deprecated: {reason: Old., replacement: other}
evidence: {status: documented, source: s, note: N.}
examples:
  - title: One
    input: {a: 1}
    request: {path: /things, query: {a: [1, b], c: true}, headers: {H: v}, body: [1]}
    response: {status: 200, headers: {H: 1}, body: {}, text: t}
"""
WEBHOOK = """
title: It happened
summary: Sent when it happened.
description: Text.
notes: [One.]
when: {$payload.event: [a], $payload.id: {empty: false}}
many: true
payload: {$ref: Contact}
evidence: {status: observed, source: s}
examples: [{title: One, body: [{id: 1}]}]
"""
COVERAGE = """
operations: [GET /a, {operation: GET /b, left_out: Old.}]
catalogues: {other: {title: Other, actions: {A: Get a}}}
"""
FILES: dict[Kind, str] = {
    "connector": CONNECTOR,
    "schemas": SCHEMAS,
    "action": ACTION,
    "webhook": WEBHOOK,
    "coverage": COVERAGE,
}


def parse(text: str) -> Node:
    found = Diagnostics()
    node = parse_file("f.yaml", text.encode(), found).node
    assert node is not None, list(found)
    assert not len(found), list(found)
    return node


def problems(kind: Kind, text: str) -> list[Diagnostic]:
    return list(problems_of(kind, parse(text)))


def told(kind: Kind, text: str) -> list[str]:
    return [f"{item.span.line}:{item.span.column} {item.code} {item.message}" for item in problems(kind, text)]


@pytest.mark.parametrize("kind", FILES)
def test_a_file_with_every_key_is_valid(kind: Kind) -> None:
    assert told(kind, FILES[kind]) == []
    schema = REGISTRY.contents(f"{kind}.schema.json")
    data = to_plain(parse(FILES[kind]))
    assert isinstance(data, dict)
    if kind != "schemas":
        assert data.keys() == schema["properties"].keys(), "this test's file has every key"


PLACES = {kind: to_plain(parse(text)) for kind, text in FILES.items()}
SCALARS = st.sampled_from(["", "a", "a b", "A", "$a", "5/s", "2s", "a\nb", "read", "basic", "string", "null", "/x"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | st.sampled_from([None, True, False, 0, 1, -1, 2.5, 600]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["kind", "type", "a", "x y"]), inner),
    max_leaves=4,
)


def containers(value: Any) -> list[Any]:
    below = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return [] if below is None else [value, *(found for item in below for found in containers(item))]


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Kind, Any]:
    """A valid file with a few values replaced, keys removed, renamed or added."""
    kind = draw(st.sampled_from(list(FILES)))
    data = deepcopy(PLACES[kind])
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(containers(data)))
        if isinstance(place, list):
            place.append(draw(VALUES))
            continue
        key = draw(st.sampled_from([*place, "kind", "unknown", "X Y", "a{"]))
        if key in place and draw(st.booleans()):
            del place[key]
        else:
            place[key] = draw(VALUES)
    return kind, data


@given(spoilt())
@settings(max_examples=400)
def test_json_schema_says_the_same(case: tuple[Kind, Any]) -> None:
    kind, data = case
    validator = Draft202012Validator({"$ref": f"{kind}.schema.json"}, registry=REGISTRY)
    ours = problems(kind, json.dumps(data, ensure_ascii=False))
    assert bool(ours) is not validator.is_valid(data), [item.message for item in ours]
    assert all(item.hint for item in ours)


def test_the_right_kind_is_checked_even_with_several_mistakes() -> None:
    text = CONNECTOR.replace("kind: bearer, token: {from: token}", "kind: bearer, tokn: {from: token}, usrname: x")
    assert told("connector", text) == [
        "10:26 S101 `bearer` has no key `tokn`",
        "10:47 S101 `bearer` has no key `usrname`",
    ]


def test_a_misspelt_key_is_not_reported_as_missing_too() -> None:
    assert told("action", "titel: A\nsummary: B.\neffect: read\n") == ["1:1 S101 an action has no key `titel`"]


def test_a_list_is_compared_with_the_nearest_kind_of_list() -> None:
    base = "title: A\nsummary: B.\neffect: read\n"
    assert told("action", f"{base}exclusive: [a, b, 3]") == [
        "4:19 S103 item 3 of `exclusive` must be text, and is a whole number"
    ]
    assert told("action", f"{base}exclusive: [[a, b], [c, 3]]") == [
        "4:25 S103 item 2 of item 2 of `exclusive` must be text, and is a whole number"
    ]


def test_line_feeds_at_the_end_are_not_one_line() -> None:
    assert told("action", "title: |\n  A\nsummary: B.\neffect: read\n") == ["1:8 S105 `title` cannot be `A…`"]


def tree(action: str) -> Tree:
    found = Diagnostics()
    files = [parse_file(name, text.encode(), found) for name, text in (("c.yaml", CONNECTOR), ("a.yaml", action))]
    return Tree((ConnectorFiles("acme", files[0], None, (ActionFile("things", "get", files[1]),), ()),), ())


def test_a_broken_file_loses_its_node_and_keeps_its_place() -> None:
    found = Diagnostics()
    valid = validate_tree(tree("title: A\nsummary: B.\neffect: reed\n"), found)
    assert [item.code.id for item in found] == ["S104"]
    assert valid.connectors[0].connector is not None
    assert valid.connectors[0].connector.node is not None
    assert [(action.id, action.file.node) for action in valid.connectors[0].actions] == [("get", None)]


def test_what_was_refused_as_yaml_is_not_reported_again() -> None:
    text = "title: A\nsummary: B.\neffect: read\nidempotent: yes\n"
    found = Diagnostics()
    parse_file("a.yaml", text.encode(), found)
    valid = validate_tree(tree(text), found)
    assert [item.code.id for item in found] == ["Y008"]
    assert valid.connectors[0].actions[0].file.node is None
