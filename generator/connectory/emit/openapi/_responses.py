"""Answers: what a success brings, and the failures that are known."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from connectory.model import Action, Connector, ErrorRule, Example, is_binary, thaw

from ._components import Components
from ._examples import named_examples

_JSON = "application/json"
_TEXT = "text/plain"
_BYTES = "application/octet-stream"

_Examples: TypeAlias = Mapping[str, Example]


def responses(actions: tuple[Action, ...], connector: Connector, components: Components) -> dict[str, Any]:
    """Every status that examples and error tables name; `2XX` for other successes, and `default` for all else."""
    examples = {name: example for action in actions for name, example in named_examples(action).items()}
    statuses = {example.response.status for example in examples.values()}
    successes = {status for status in statuses if 200 <= status < 300} or {200}
    rules = [rule for action in actions for rule in action.errors] + list(connector.errors)
    failures = {rule.status for rule in rules if rule.status is not None} | (statuses - successes)
    done = [example for example in examples.values() if example.response.status in successes]
    schemas = _success(actions, done, components)
    found = {str(status): _response("Done.", schemas, _with_status(status, examples)) for status in sorted(successes)}
    found["2XX"] = _response("Done.", schemas, {})
    for status in sorted(failures - successes):
        found[str(status)] = _failure(status, rules, _with_status(status, examples))
    return found | {"default": {"description": "Another failure."}}


def _with_status(status: int, examples: _Examples) -> _Examples:
    return {name: example for name, example in examples.items() if example.response.status == status}


def _success(actions: tuple[Action, ...], examples: list[Example], components: Components) -> dict[str, Any]:
    """The schemas of answers by media type."""
    found: dict[str, list[dict[str, Any]]] = {}
    for action in actions:
        for media, schema in _answers(action, examples, components):
            known = found.setdefault(media, [])
            if schema not in known:
                known.append(schema)
    return {media: schemas[0] if len(schemas) == 1 else {"anyOf": schemas} for media, schemas in found.items()}


def _answers(action: Action, examples: list[Example], components: Components) -> Iterator[tuple[str, dict[str, Any]]]:
    """Media types of an answer with their schemas. Where the declaration leaves it open, examples tell which."""
    output = action.output
    if output is not None and output.types == ("null",):
        return
    schema = {} if output is None else components.schema(output, "output")
    if output is not None and is_binary(output):
        yield output.media_type or _BYTES, schema
        return
    only_text = output is not None and output.types == ("string",)
    texts = any(example.response.text is not None for example in examples)
    if texts or only_text:
        yield (output and output.media_type) or _TEXT, schema
    if not only_text and (not texts or any(example.response.has_body for example in examples)):
        yield _JSON, schema


def _failure(status: int, rules: list[ErrorRule], examples: _Examples) -> dict[str, Any]:
    said = [rule.advice for rule in rules if rule.status == status and rule.advice]
    schemas: dict[str, Any] = {}
    if any(example.response.has_body for example in examples.values()):
        schemas[_JSON] = {}
    if any(example.response.text is not None for example in examples.values()):
        schemas[_TEXT] = {"type": "string"}
    return _response(said[0] if said else "The call failed.", schemas, examples)


def _response(description: str, schemas: dict[str, Any], examples: _Examples) -> dict[str, Any]:
    content: dict[str, dict[str, Any]] = {media: {"schema": schema} for media, schema in schemas.items()}
    for name, example in examples.items():
        response = example.response
        media = _TEXT if response.text is not None else _JSON
        if media in content and (response.has_body or response.text is not None):
            value = thaw(response.body) if response.has_body else response.text
            content[media].setdefault("examples", {})[name] = {"summary": example.title, "value": value}
    return {"description": description} | ({"content": content} if content else {})
