"""Where rules speak up, and where they keep still."""

import pytest

EVIDENCE = 'evidence: {status: documented, source: "https://docs.example.com"}\n'
EXAMPLE = "examples: [{title: One, response: {status: 200}}]\n"
PLAIN = EVIDENCE + EXAMPLE


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("title: SMS", []),
        ("title: Send SMS to VIPs", []),
        ("title: Get thing 2", []),
        ("title: SEND SMS", ["A109"]),
        ("title: get_thing", ["A109"]),
        ("title: List\nsummary: List.", ["A110"]),
        ("summary: Is it there?", []),
        ("summary: It is there", ["A111"]),
        ("summary: Get and/or put things.", []),
        ("summary: Delete what is read/unread.", []),
        ("summary: Uses PUT.", ["A112"]),
        ("summary: Calls /v2/things for you.", ["A112"]),
        ("summary: See https://example.com/docs for more.", []),
        ("aliases: {one: [GET_THING, ACME_GET], two: ACME_GET}", []),
        ("endpoint: POST /search\neffect: read", []),
        ("endpoint: PUT /things\neffect: read", ["A113"]),
        ("endpoint: PATCH /things\neffect: send", []),
        ("input: {match: {type: string}, type: {type: string}, id: {type: integer}}", []),
        ("input: {token_id: {type: string}, passwords: {type: integer}}", []),
        ("input: {accessToken: {type: string}}", ["A108"]),
        ("input: {a: {type: string, deprecated: true}}", []),
        ("output: {enum: [a, null]}", []),
    ],
)
def test_rules_of_one_action(resolve_action, text: str, codes: list[str]) -> None:
    assert resolve_action(PLAIN + text, rules=True).codes == codes


def test_a_note_explains_an_unusual_effect(resolve_action) -> None:
    note = 'evidence: {status: observed, source: "https://docs.example.com", note: GET starts the export.}'
    assert resolve_action(f"{EXAMPLE}{note}\neffect: write", rules=True).codes == []


def test_schemas_used_by_schemas_are_used(resolve_action) -> None:
    schemas = "A: {properties: {b: {$ref: B}}}\nB: {type: object}\nC: {type: object}"
    outcome = resolve_action(f"{PLAIN}output: {{$ref: A}}", schemas=schemas, rules=True)
    assert [(item.code.id, item.span.line) for item in outcome.found] == [("A118", 3)]


def test_no_schema_seems_unused_while_something_is_broken(resolve_action) -> None:
    outcome = resolve_action(f"{PLAIN}output: {{$ref: Contcat}}", schemas="Contact: {type: object}", rules=True)
    assert outcome.codes == ["R101"]


def test_the_same_path_with_another_method_is_another_endpoint(resolve_texts) -> None:
    head = "title: Do\nsummary: Something useful.\nidempotent: true\n" + PLAIN
    path = "/things/{id}\ninput: {id: {type: integer, required: true}}\n".replace("}}", ", ignored: false}}")
    texts = {
        "things/get_a.yaml": f"{head}effect: read\nendpoint: GET {path}",
        "things/delete_a.yaml": f"{head}effect: delete\nendpoint: DELETE {path}",
        "things/list_a.yaml": f"{head}effect: read\nendpoint: GET /things\n",
    }
    codes = resolve_texts({name: text.replace(EXAMPLE, "") for name, text in texts.items()}, rules=True).codes
    assert set(codes) == {"A117"}


def test_identifiers_are_compared_in_any_spelling(resolve_texts) -> None:
    head = "title: Do\nsummary: Something useful.\neffect: read\n" + PLAIN
    outcome = resolve_texts(
        {
            "things/get_a.yaml": f"{head}endpoint: GET /a\naliases: {{x: ACME_DO_IT}}\n",
            "things/get_b.yaml": f"{head}endpoint: GET /b\naliases: {{z: [acme-do-it, GET-A]}}\n",
        },
        rules=True,
    )
    assert [(item.code.id, item.span.line) for item in outcome.found] == [("A101", 7), ("A101", 7)]
