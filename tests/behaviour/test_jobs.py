"""Jobs in the background: from the spec to a server that plays their lives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from compiled import Compiled, compiled
from jsonschema import Draft202012Validator

from connectory.emit.docs import DocsEmitter
from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.mock import STATUS_HEADER, MockServer
from connectory_runtime import JobFailed, WaitCancelled
from connectory_runtime.testing import FakeClock

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
STATUS = """
effect: read
endpoint: GET /NAME/{id}
input: {id: {type: string, required: true}, pace: {type: string}}
output: {properties: {state: STATE, url: {type: string}}}
EXAMPLES
"""
START = """
effect: write
endpoint: POST /NAME
input: {name: {type: string, required: true}, pace: {type: string}}
output: {properties: {id: {type: string}}}
wait: {action: get_NAME, with: {id: $output.id, pace: WORD}, done: DONE, failed: FAILED, every: 2s, timeout: 1m}
examples: [{title: One, input: {name: one}, response: {status: 200, body: {id: NAME-7}}}]
"""
EXAMPLE = (
    "examples: [{title: A, input: {id: a}, response: {status: 200, body: {state: BAD}}}, "
    "{title: B, input: {id: b}, response: {status: 200, body: {state: UNDER_WAY}}}, "
    "{title: C, input: {id: c}, response: {status: 200, body: {state: READY, url: /c}}}]"
)
KINDS = {
    "imports": ("{enum: [QUEUED, READY, BAD]}", "{state: [READY]}", "{state: [BAD]}", ""),
    "exports": ("{type: string}", "{state: [READY]}", "{state: [BAD]}", EXAMPLE),
    "copies": ("{type: boolean}", "{state: [true]}", "{url: [nowhere]}", ""),
    "moves": ("{type: integer}", "{state: [100]}", "{state: [-1]}", ""),
    "links": ("{type: string}", "{url: {empty: false}}", "{state: [BAD]}", ""),
}


def _filled(text: str, name: str) -> str:
    state, done, failed, examples = KINDS[name]
    words = {"NAME": name, "STATE": state, "DONE": done, "FAILED": failed, "EXAMPLES": examples, "WORD": "slow"}
    for word, value in words.items():
        text = text.replace(word, value)
    return text


ACTIONS = {f"start_{name}": _filled(START, name) for name in KINDS} | {
    f"get_{name}": _filled(STATUS, name) for name in KINDS
}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "job_clients", CONNECTOR, ACTIONS) as made:
        yield made


@pytest.fixture
def server(acme: Compiled) -> Iterator[MockServer]:
    with MockServer(acme.project) as running:
        yield running


def _client(acme: Compiled, server: MockServer, kind: str = "Acme", **options: Any) -> Any:
    given = {"api_key": "k", "base_url": server.url("acme"), "clock": FakeClock(chance=0.5)} | options
    return getattr(acme.module, kind)(**given)


@pytest.mark.parametrize("name", KINDS)
def test_the_mock_plays_the_life_of_a_job(acme: Compiled, server: MockServer, name: str) -> None:
    with _client(acme, server) as client:
        for _ in range(2):
            job, told = getattr(client, f"start_{name}")(name="one"), list[str]()
            job.wait(on_progress=lambda _, job=job, told=told: told.append(job.state))
            assert told == ["running", "running", "done"]


@pytest.mark.parametrize("name", KINDS)
def test_async_clients_see_the_same(acme: Compiled, server: MockServer, name: str) -> None:
    async def run() -> list[str]:
        async with _client(acme, server, "AsyncAcme") as client:
            job, told = await getattr(client, f"start_{name}")(name="one"), list[str]()
            await job.wait(on_progress=lambda _: told.append(job.state))
            return told

    assert asyncio.run(run()) == ["running", "running", "done"]


def test_examples_of_running_and_done_jobs_are_shown(acme: Compiled, server: MockServer) -> None:
    with _client(acme, server) as client:
        told: list[Any] = []
        status = client.start_exports(name="one").wait(on_progress=told.append)
    assert [item.state for item in told] == ["UNDER_WAY", "UNDER_WAY", "READY"]
    assert status.url == "/c"


def test_questions_about_other_jobs_are_answered_as_ever(acme: Compiled, server: MockServer) -> None:
    with _client(acme, server) as client:
        client.start_exports(name="one")
        assert client.get_exports(id="a").state == "BAD"
        assert client.get_exports(id="exports-8").state == "BAD"
        assert client.get_exports(id="exports-7").state == "BAD", "the question has another pace"
        assert client.get_exports(id="exports-7", pace="slow").state == "UNDER_WAY"


def test_a_token_of_the_mock_leads_to_a_failure(acme: Compiled, server: MockServer) -> None:
    with _client(acme, server) as client:
        token = client.start_exports(name="one").token.replace("exports-7", "a").replace(',"pace":"slow"', "")
        with pytest.raises(JobFailed, match=r"the job failed \(BAD\)"):
            client.job(client.start_exports, token).wait()


def test_envelopes_fit_their_schema(acme: Compiled, server: MockServer, tmp_path: Path) -> None:
    emitted = {str(file.path): json.loads(file.text) for file in JsonSchemaEmitter().emit(acme.project)}
    schema = Draft202012Validator(emitted["schemas/acme/start_imports.output.json"])
    with _client(acme, server, retries=0) as client:
        started = client.execute("start_imports", {"name": "one"}).to_dict()
        done = client.execute("start_imports", {"name": "one"}, {"wait": True}).to_dict()
        refused = client.execute("start_imports", {"name": "one"}, {"headers": {STATUS_HEADER: "500"}}).to_dict()
    for envelope in (started, done, refused):
        schema.validate(envelope)
    assert started["job"]["done"] is False
    assert done["job"]["done"] is True
    assert done["job"]["status"]["state"] == "READY"
    assert "job" not in refused
    with pytest.raises(Exception, match="is not valid under any of the given schemas"):
        schema.validate({**done, "job": {**done["job"], "status": 7}})


def test_a_wait_on_a_real_clock_ends_at_once(acme: Compiled, server: MockServer) -> None:
    errors: list[Exception] = []
    with acme.module.Acme(api_key="k", base_url=server.url("acme")) as client:
        job = client.start_imports(name="one")

        def wait() -> None:
            try:
                job.wait(every=3600, timeout=None)
            except WaitCancelled as error:
                errors.append(error)

        thread = Thread(target=wait)
        thread.start()
        while thread.is_alive():
            job.cancel()
            thread.join(0.01)
    assert len(errors) == 1


def _page(acme: Compiled, action: str) -> str:
    pages = {str(file.path): file.text for file in DocsEmitter("job_clients").emit(acme.project)}
    return pages[f"docs/acme/actions/{action}.md"]


def test_the_pages_say_how_to_wait(acme: Compiled) -> None:
    page = _page(acme, "start_imports")
    assert "about every 2 seconds until the job is done (state is READY) or has failed (state is BAD)" in page
    assert '    job = acme.start_imports(name="one")\n    status = job.wait()\n' in page
    assert "until the job is done (url is not empty)" in _page(acme, "start_links")
    assert "for 1 minute at most" in _page(acme, "start_links")


def test_the_snippet_runs(acme: Compiled, server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page(acme, "start_imports")
    snippet = next(part for part in page.split("```python\n")[1:] if "start_imports(" in part).partition("```")[0]
    client = _client(acme, server)
    monkeypatch.setattr(acme.module, "Acme", lambda **_: client)
    scope: dict[str, Any] = {}
    exec(snippet, scope)
    assert scope["status"].state == "READY"
