"""Every identifier and every method works against a server that checks each request against the spec."""

import asyncio
import importlib
import json
from collections.abc import Iterator
from functools import partial, reduce
from operator import getitem
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from facts import FACTS, Fact
from jsonschema import Draft202012Validator

from connectory.mock import Exchange, MockServer
from connectory.model import Action, Example, Project, credentials_of, thaw
from connectory.naming import parameter_name, pascal_case
from connectory_runtime import AsyncBatchJob, AsyncJob, Batch, BatchJob, Job, Model, Outcomes
from connectory_runtime.testing import FakeClock

GENERATED = Path(__file__).parents[2] / "generated"


def client_class(connector: str, prefix: str = "") -> Any:
    """The client, on a clock of its own: rate limits hold, and nobody waits."""
    found = getattr(importlib.import_module(f"connectory_clients.{connector}"), prefix + pascal_case(connector))
    return partial(found, clock=FakeClock())


@pytest.fixture(scope="module", params=sorted({fact.connector for fact in FACTS}))
def connector(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def client(connector: str, server: MockServer) -> Iterator[Any]:
    with client_class(connector)(api_key="key", base_url=server.url(connector)) as opened:
        yield opened


def every_example(project: Project, connector: str) -> list[tuple[Action, Example]]:
    found = next(item for item in project.connectors if item.id == connector)
    return [(action, example) for action in found.actions for example in action.examples]


def examples(project: Project, connector: str) -> list[tuple[Action, Example]]:
    """The examples of successful calls."""
    return [
        (action, example)
        for action, example in every_example(project, connector)
        if 200 <= example.response.status < 300
    ]


def identifiers(connector: str) -> dict[str, Fact]:
    return {fact.identifier: fact for fact in FACTS if fact.connector == connector}


def output_validator(connector: str, action: Action) -> Draft202012Validator:
    path = GENERATED / "schemas" / connector / f"{action.id}.output.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def calls(project: Project, connector: str) -> list[tuple[str, Action, dict[str, Any]]]:
    """Every identifier of the catalogues with every input that an example shows."""
    known = identifiers(connector)
    found = [
        (alias.id, action, thaw(example.input))
        for action, example in examples(project, connector)
        for alias in action.aliases
        if alias.id in known
    ]
    assert {identifier for identifier, _, _ in found} == set(known), "each identifier needs an example"
    return found


def test_execute(client: Any, connector: str, project: Project) -> None:
    for identifier, action, arguments in calls(project, connector):
        envelope = client.execute(identifier, arguments)
        check_envelope(envelope, identifier, connector, action)


def test_execute_async(connector: str, project: Project, server: MockServer) -> None:
    async def run() -> None:
        async with client_class(connector, "Async")(api_key="key", base_url=server.url(connector)) as opened:
            for identifier, action, arguments in calls(project, connector):
                envelope = await opened.execute(identifier, arguments)
                check_envelope(envelope, identifier, connector, action)

    asyncio.run(run())


def check_envelope(envelope: Any, identifier: str, connector: str, action: Action) -> None:
    assert envelope.successful, (identifier, envelope.error)
    assert envelope.error is None
    output_validator(connector, action).validate(envelope.to_dict())


def test_methods(client: Any, connector: str, project: Project) -> None:
    for action, example in examples(project, connector):
        answer = getattr(client, action.id)(**keywords(example))
        if action.pagination is not None:
            answer = only_page(list(answer.pages()), list(answer))
        check_answer(answer, action, example)


def test_methods_async(connector: str, project: Project, server: MockServer) -> None:
    async def run() -> None:
        async with client_class(connector, "Async")(api_key="key", base_url=server.url(connector)) as opened:
            for action, example in examples(project, connector):
                answer = getattr(opened, action.id)(**keywords(example))
                if action.pagination is not None:
                    pages = [page async for page in answer.pages()]
                    check_answer(only_page(pages, [item async for item in answer]), action, example)
                else:
                    check_answer(await answer, action, example)

    asyncio.run(run())


def only_page(pages: list[Any], items: list[Any]) -> Any:
    """The answer of the page that an example shows; there is nothing behind it."""
    first, *further = pages
    assert first.items == items
    assert all(page.items == [] for page in further)
    assert pages[-1].resume is None
    return first.answer


def keywords(example: Example) -> dict[str, Any]:
    return {parameter_name(name): value for name, value in thaw(example.input).items()}


def check_answer(answer: Any, action: Action, example: Example) -> None:
    response = example.response
    answer = answer.result if isinstance(answer, Job | AsyncJob | BatchJob | AsyncBatchJob) else answer
    if isinstance(answer, Batch):
        (answer,) = answer.answers
    sent = thaw(response.body) if response.has_body else response.text
    if action.returns is not None:
        (whole,) = sent if isinstance(sent, list) else (sent,)
        sent = reduce(getitem, action.returns.path, whole)
    assert plain(answer) == sent, action.id
    if action.returns is None and action.output is not None and action.output.ref is not None:
        assert type(answer).__name__ == action.output.ref


def plain(answer: Any) -> Any:
    """What a typed answer was made from."""
    if isinstance(answer, Outcomes):
        return [outcome.to_dict() for outcome in answer]
    if isinstance(answer, list):
        return [plain(item) for item in answer]
    return answer.model_dump(by_alias=True, mode="json", exclude_unset=True) if isinstance(answer, Model) else answer


def test_failures(client: Any, connector: str, project: Project) -> None:
    """An example of a failure comes back as one, with what the API said and what to do next."""
    successes = examples(project, connector)
    shown = [
        (action, example)
        for action, example in every_example(project, connector)
        if (action, example) not in successes
        # The mock succeeds where a success has the same request.
        and all(example.input != other.input for same, other in successes if same is action)
    ]
    assert shown
    for action, example in shown:
        envelope = client.execute(action.id, thaw(example.input))
        assert not envelope.successful
        assert envelope.error
        assert envelope.exception.status == example.response.status
        assert envelope.exception.advice


def test_failed_envelopes_match_their_schemas(connector: str, project: Project, server: MockServer) -> None:
    (auth,) = (item.auth for item in project.connectors if item.id == connector)
    keyless = {scheme.id for scheme in auth if not credentials_of(scheme)}
    with client_class(connector)(api_key="invalid", base_url=server.url(connector)) as refused:
        for action, example in examples(project, connector):
            validator = output_validator(connector, action)
            wrong: list[Any] = [{"no such parameter": 1}]
            if keyless.isdisjoint(action.auth):
                wrong.append(thaw(example.input))
            for arguments in wrong:
                envelope = refused.execute(action.id, arguments)
                assert not envelope.successful
                assert [error.message for error in validator.iter_errors(envelope.to_dict())] == [], action.id


def test_examples_show_the_wire(client: Any, connector: str, project: Project, exchanges: list[Exchange]) -> None:
    """What goes over the wire is what the spec's author wrote down by hand."""
    shown = [(action, example) for action, example in examples(project, connector) if example.request is not None]
    assert shown
    for action, example in shown:
        client.execute(action.id, thaw(example.input))
        sent, wire = exchanges[-1].request, example.request
        assert wire is not None
        assert sent.path == f"/{connector}{wire.path}"
        assert sorted(parse_qsl(sent.query)) == sorted(wire.query)
        assert (json.loads(sent.body) if sent.body else None) == (thaw(wire.body) if wire.has_body else None)


def test_ignored_parameters_stay_here(client: Any, connector: str, project: Project, exchanges: list[Exchange]) -> None:
    values: dict[tuple[str, ...], Any] = {("string",): "kept", ("boolean",): True}
    for action, example in examples(project, connector):
        ignored = {item.name: values[item.schema.types] for item in action.parameters if item.ignored}
        assert client.execute(action.id, thaw(example.input)).successful
        plain = exchanges[-1].request
        assert client.execute(action.id, thaw(example.input) | ignored).successful
        assert exchanges[-1].request == plain
