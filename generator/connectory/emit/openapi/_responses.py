"""Answers: what a success brings, and the failures that are known."""

from collections.abc import Iterator
from typing import Any

from connectory.model import Action, Connector, ErrorRule, is_binary, thaw

from ._components import Components
from ._examples import ShownExample, shown_examples

_JSON = "application/json"
_TEXT = "text/plain"
_BYTES = "application/octet-stream"


def responses(actions: tuple[Action, ...], connector: Connector, components: Components) -> dict[str, Any]:
    """Every status that examples and error tables name, and `default` for all others."""
    examples = [shown for action in actions for shown in shown_examples(action)]
    statuses = {shown.response.status for shown in examples}
    successes = {status for status in statuses if 200 <= status < 300} or {200}
    rules = [rule for action in actions for rule in action.errors] + list(connector.errors)
    failures = {rule.status for rule in rules if rule.status is not None} | (statuses - successes)
    found: dict[str, Any] = {}
    for status in sorted(successes):
        found[str(status)] = _success(
            actions, [item for item in examples if item.response.status == status], components
        )
    for status in sorted(failures - successes):
        found[str(status)] = _failure(status, rules, [item for item in examples if item.response.status == status])
    return found | {"default": {"description": "Another failure."}}


def _success(actions: tuple[Action, ...], examples: list[ShownExample], components: Components) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for action in actions:
        for media, schema in _answers(action, examples, components):
            entry = content.setdefault(media, {"schema": schema})
            if schema != entry["schema"]:
                others = entry["schema"].get("anyOf", [entry["schema"]])
                entry["schema"] = {"anyOf": [*others, schema]}
    _add_examples(content, examples)
    return {"description": "Done."} | ({"content": content} if content else {})


def _answers(
    action: Action, examples: list[ShownExample], components: Components
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Media types of an answer with their schemas. Where the declaration leaves it open, examples tell which."""
    output = action.output
    if output is not None and output.types == ("null",):
        return
    schema = {} if output is None else components.schema(output, "output")
    if output is not None and is_binary(output):
        yield output.media_type or _BYTES, schema
        return
    only_text = output is not None and output.types == ("string",)
    texts = any(shown.response.text is not None for shown in examples)
    if texts or only_text:
        yield (output and output.media_type) or _TEXT, schema
    if not only_text and (not texts or any(shown.response.has_body for shown in examples)):
        yield _JSON, schema


def _failure(status: int, rules: list[ErrorRule], examples: list[ShownExample]) -> dict[str, Any]:
    said = [rule.advice for rule in rules if rule.status == status and rule.advice]
    content: dict[str, Any] = {}
    if any(shown.response.has_body for shown in examples):
        content[_JSON] = {"schema": {}}
    if any(shown.response.text is not None for shown in examples):
        content[_TEXT] = {"schema": {"type": "string"}}
    _add_examples(content, examples)
    described = {"description": said[0] if said else "The call failed."}
    return described | ({"content": content} if content else {})


def _add_examples(content: dict[str, Any], examples: list[ShownExample]) -> None:
    for shown in examples:
        response = shown.response
        media = _TEXT if response.text is not None else _JSON
        if media in content and (response.has_body or response.text is not None):
            value = thaw(response.body) if response.has_body else response.text
            content[media].setdefault("examples", {})[shown.name] = {"summary": shown.title, "value": value}
