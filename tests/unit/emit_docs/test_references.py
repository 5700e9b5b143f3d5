"""What the page of the spec language says of references is what the compiler takes."""

from pathlib import Path

import pytest

from connectory.emit.docs._references import PLACES, ROOTS
from connectory.emit.docs._spec_language import language_parts
from connectory.pipeline import compile_specs

ACTION = "title: Get a thing\nsummary: Look up a thing.\neffect: read\n"
REQUEST = f"{ACTION}endpoint: GET /things\noutput: {{type: object}}\n"
JOB = "wait: {action: get_job, "
CALL = "action: get_job, with: {id: REF}"
BATCH = "input: {list: {type: array}}\nbatch: {over: list, size: 5, outcomes: {at: "
WRITTEN = {
    ("action", "envelope"): f"{REQUEST}envelope: {{x: REF}}",
    ("action", "returns"): f"{REQUEST}returns: REF",
    ("action", "success_when"): f"{REQUEST}success_when: {{REF: [1]}}",
    ("action", "error_when"): f"{REQUEST}error_when: {{REF: [1]}}",
    ("action", "batch.outcomes.at"): f"{REQUEST}{BATCH}REF}}}}",
    ("action", "batch.outcomes.failed"): f"{REQUEST}{BATCH}$output.all, failed: {{REF: [1]}}}}}}",
    ("action", "wait.with"): f"{REQUEST}{JOB}with: {{id: REF}}, done: {{a: [1]}}}}",
    ("action", "wait.done"): f"{REQUEST}{JOB}done: {{REF: [1]}}}}",
    ("action", "wait.failed"): f"{REQUEST}{JOB}done: {{a: [1]}}, failed: {{REF: [1]}}}}",
    ("action", "choose[].with"): f"{ACTION}choose: [{{{CALL}}}]",
    ("action", "each.with"): f"{ACTION}each: {{over: a, action: get_job, as: b, with: {{id: REF}}}}",
    (
        "action",
        "steps.do[].with",
    ): f"{ACTION}steps: {{do: [{{name: a, action: get_job, with: {{id: REF}}}}], result: {{x: 1}}}}",
    ("action", "steps.result"): f"{ACTION}steps: {{do: [{{name: a, action: get_job}}], result: {{x: REF}}}}",
    ("action-ErrorRule", "when"): f"{REQUEST}errors: [{{status: 400, when: {{REF: [1]}}}}]",
    ("action-ErrorRule", "message"): f"{REQUEST}errors: [{{status: 400, message: REF}}]",
    ("action-ErrorRule", "code_at"): f"{REQUEST}errors: [{{status: 400, code_at: REF}}]",
    ("connector", "pagination"): "pagination: {a: {kind: cursor, cursor: c, next: REF}}",
    ("connector-Token", "token"): "  log_in: {kind: token, action: get_job, token: REF}",
    ("connector-Token", "lifetime"): "  log_in: {kind: token, action: get_job, token: $output.t, lifetime: REF}",
    ("webhook", "when"): "title: Sent\nsummary: Something was sent.\npayload: {$ref: Event}\nwhen: {REF: [1]}",
}
FULL = {"$input.NAME": "$input.a", "$response.headers.NAME": "$response.headers.A", "$steps.NAME": "$steps.a"}


def meaningless(folder: Path, place: tuple[str, str], reference: str) -> bool:
    """Whether the root of a reference is said to have no meaning at a place."""
    written = WRITTEN[place].replace("REF", reference)
    connector = "title: Acme\nsummary: A shop.\nservers: [{url: https://a.example}]\nauth:\n  open: {kind: none}\n"
    kind = place[0].partition("-")[0]
    texts = {
        "connector.yaml": f"{connector}{written if kind == 'connector' else ''}\n",
        "schemas.yaml": "Event: {type: object, properties: {a: {}}}\n",
        "things/get_job.yaml": f"{REQUEST}input: {{id: {{type: string}}}}\n",
        "things/get_thing.yaml": written if kind == "action" else REQUEST,
        "webhooks/sent.yaml": written if kind == "webhook" else WRITTEN["webhook", "when"].replace("REF", "$payload.a"),
    }
    for name, text in texts.items():
        path = folder / "specs" / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = compile_specs(folder / "specs", folder).diagnostics
    assert not [item for item in found if item.code.id.startswith(("Y", "S"))], [str(item) for item in found]
    return any("has no meaning here" in item.message for item in found)


@pytest.mark.parametrize("place", WRITTEN, ids=".".join)
def test_roots_have_a_meaning_where_the_page_says_so(tmp_path: Path, place: tuple[str, str]) -> None:
    anchor, key = place
    told = next(item.roots for item in PLACES if item.anchor == anchor and key in item.keys)
    for root, _ in ROOTS:
        reference = FULL.get(root, root)
        assert meaningless(tmp_path, place, reference) == (root.split(".")[0] not in told), root


def test_every_key_that_holds_references_is_told() -> None:
    told = {(place.anchor, key) for place in PLACES for key in place.keys}
    assert told == set(WRITTEN)
    keys = {(part.anchor, key.path): key for part in language_parts() for key in part.keys}
    assert told <= set(keys)
    shapes = ("Reference", "Conditions", "Arguments", "Members")
    holding = {place for place, key in keys.items() if any(kind.text.endswith(shapes) for kind in key.kinds)}
    inside = ("connector-", "action-Envelope")
    assert {place for place in holding if not place[0].startswith(inside)} <= told
