"""Journals of batches: a call that was broken off goes on where it ended, and nothing is sent twice knowingly."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from depot import CONNECTOR, SPECS, Depot, call, items
from hypothesis import given, settings
from hypothesis import strategies as st

from connectory_runtime import ActionError, Batch, DeliveryUnknown, InvalidInput
from connectory_runtime._journal import Journal

WAYS = pytest.mark.parametrize("way", ["sync", "async"])
ACTIONS = ["add_items", "set_items", "order_items"]


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("project"), "journal_clients", CONNECTOR, SPECS) as made:
        yield made


def crashing(at: int, *, done: bool) -> Any:
    def crash(number: int, after: bool) -> None:
        if number == at and after is done:
            raise Crash

    return crash


def sent_with(acme: Compiled, way: str, api: Depot, journal: Path, mine: list[Any], action: str = "add_items") -> Any:
    options = {"journal": journal}
    return call(acme.module, way, api, lambda client: getattr(client, action)(items=mine, options=options))


def numbers(outcomes: Any) -> list[str]:
    return [outcome.input["number"] for outcome in outcomes]


@WAYS
@pytest.mark.parametrize("done", [False, True])
def test_after_a_crash_the_rest_is_sent(acme: Compiled, way: str, tmp_path: Path, done: bool) -> None:
    api, journal = Depot(), tmp_path / "journal"
    api.crash = crashing(2, done=done)
    with pytest.raises(Crash):
        sent_with(acme, way, api, journal, items(9))
    started = {json.loads(request.content)["items"][0]["number"] for request in api.requests}
    api.crash, api.requests = Depot().crash, []
    batch: Batch[Any] = sent_with(acme, way, api, journal, items(9))
    assert max(api.effects.values()) == 1
    assert set(numbers(batch.succeeded)) | set(numbers(batch.unknown)) == {str(number) for number in range(9)}
    assert numbers(batch.unknown)
    assert {number for number in numbers(batch.unknown) if int(number) % 3 == 0} <= started
    assert isinstance(batch.unknown[0].exception, DeliveryUnknown)
    assert "by the journal" in str(batch.unknown[0].error)
    assert [answer.count for answer in batch.answers] == [3] * len(batch.answers)


@WAYS
@pytest.mark.parametrize("action", ["set_items", "order_items"])
def test_what_may_be_repeated_is_sent_again(acme: Compiled, way: str, tmp_path: Path, action: str) -> None:
    api, journal = Depot(), tmp_path / "journal"
    api.crash = crashing(2, done=True)
    with pytest.raises(Crash):
        sent_with(acme, way, api, journal, items(9), action)
    api.crash = Depot().crash
    batch: Batch[Any] = sent_with(acme, way, api, journal, items(9), action)
    assert len(batch.succeeded) == 9
    if action == "order_items":
        assert set(api.effects.values()) == {1}, "the key is that of the first time"


@WAYS
def test_what_is_done_is_not_sent_again(acme: Compiled, way: str, tmp_path: Path) -> None:
    api, journal = Depot({"3": ["partial"]}), tmp_path / "journal"
    first: Batch[Any] = sent_with(acme, way, api, journal, items(7))
    api.requests = []
    again: Batch[Any] = sent_with(acme, way, api, journal, items(7))
    assert api.requests == []
    assert numbers(again.failed) == numbers(first.failed) == ["3", "5"]
    assert again.answers == first.answers
    longer: Batch[Any] = sent_with(acme, way, api, journal, items(9))
    assert len(api.requests) == 1, "only the part that became longer is new"
    assert len(longer.succeeded) == 7


@WAYS
def test_parts_that_look_the_same_are_told_apart(acme: Compiled, way: str, tmp_path: Path) -> None:
    api = Depot()
    batch: Batch[Any] = sent_with(acme, way, api, tmp_path / "journal", items(1) * 9)
    assert len(batch.succeeded) == 9
    assert len(api.requests) == 3


@WAYS
def test_what_was_refused_is_tried_again(acme: Compiled, way: str, tmp_path: Path) -> None:
    api, journal = Depot({"0": ["refused"], "3": ["unconnected"] * 3, "6": ["lost"]}), tmp_path / "journal"
    sent_with(acme, way, api, journal, items(12))
    batch: Batch[Any] = sent_with(acme, way, api, journal, items(12))
    assert numbers(batch.unknown) == ["6", "7", "8"]
    assert len(batch.succeeded) == 9
    assert max(api.effects.values()) == 1


@WAYS
def test_nobody_else_may_read_it_and_no_secret_is_in_it(acme: Compiled, way: str, tmp_path: Path) -> None:
    def api(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"store": "secret-key"}, headers={"set-cookie": "session=secret-key"})

    journal = tmp_path / "journal"
    call(
        acme.module,
        way,
        api,
        lambda client: client.add_items(items=items(4), note="noted", options={"journal": journal}),
    )
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600 or os.name == "nt"
    written = journal.read_bytes()
    assert b"secret-key" not in written
    assert b"noted" not in written, "of the input only hashes are kept"
    assert b"***" in written
    assert list(tmp_path.iterdir()) == [journal], "nothing is left beside it"


@WAYS
def test_a_journal_in_use_is_refused(acme: Compiled, way: str, tmp_path: Path) -> None:
    api, path = Depot(), tmp_path / "journal"
    journal = Journal(path)
    with pytest.raises(InvalidInput, match="is in use by another call"):
        sent_with(acme, way, api, path, items(4))
    journal.close()
    assert sent_with(acme, way, api, path, items(4)).successful
    assert len(api.requests) == 2


@pytest.mark.parametrize("content", [b"not a database at all, but quite a long text", None, b""])
def test_other_files_are_left_alone(acme: Compiled, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "file"
    if content is None:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE mine (a)")
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    if content == b"":
        assert sent_with(acme, "sync", Depot(), path, items(1)).successful
        return
    with pytest.raises(InvalidInput, match="but no journal"):
        sent_with(acme, "sync", Depot(), path, items(1))
    assert path.read_bytes() == before
    with pytest.raises(InvalidInput, match="cannot be opened"):
        sent_with(acme, "sync", Depot(), tmp_path / "nowhere" / "file", items(1))


PROGRAM = """
import os, sys
import httpx
sys.path[:0] = sys.argv[1].split(os.pathsep)
from depot import Depot, call, items
import journal_clients.acme as module

api = Depot()
def crash(number, after):
    with open(sys.argv[3], "a") as log:
        log.write(f"{sorted(api.effects.elements())}\\n")
    if number == 3 and after:
        os._exit(9)
api.crash = crash
call(module, "sync", api, lambda client: client.order_items(items=items(15), options={"journal": sys.argv[2]}))
"""


def test_a_process_may_be_killed(acme: Compiled, tmp_path: Path) -> None:
    generated = str(Path(acme.module.__file__).parents[2])
    paths = os.pathsep.join([generated, str(Path(__file__).parents[1] / "shared"), *sys.path])
    command = [sys.executable, "-c", PROGRAM, paths, str(tmp_path / "journal"), str(tmp_path / "log")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 9, ended.stderr
    assert len((tmp_path / "log").read_text().splitlines()) == 6
    api = Depot()
    batch: Batch[Any] = sent_with(acme, "sync", api, tmp_path / "journal", items(15), "order_items")
    assert len(batch.succeeded) == 15
    assert [json.loads(request.content)["items"][0]["number"] for request in api.requests] == ["6", "9", "12"]


@given(
    ends=st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=4),
    count=st.integers(0, 14),
    action=st.sampled_from(ACTIONS),
    way=st.sampled_from(["sync", "async"]),
)
@settings(max_examples=80)
def test_nothing_is_lost_or_done_twice_however_often_it_ends(
    acme: Compiled,
    tmp_path_factory: pytest.TempPathFactory,
    ends: list[tuple[int, bool]],
    count: int,
    action: str,
    way: str,
) -> None:
    api, journal, mine = Depot(), tmp_path_factory.mktemp("journals") / "journal", items(count)
    for at, done in ends:
        api.crash = crashing(len(api.requests) + at, done=done)
        try:
            sent_with(acme, way, api, journal, mine, action)
        except (Crash, ActionError):
            continue
    api.crash = Depot().crash
    try:
        batch: Batch[Any] = sent_with(acme, way, api, journal, mine, action)
    except DeliveryUnknown:
        assert count <= 3
        assert action == "add_items"
        return
    except ActionError as error:
        batch = error.outcomes  # type: ignore[attr-defined]
    assert numbers(batch) == [str(number) for number in range(count)]
    assert len(batch.succeeded) + len(batch.unknown) == count
    assert all(api.effects[number] >= 1 for number in numbers(batch.succeeded))
    if action != "set_items":
        assert max(api.effects.values(), default=0) <= 1
    if action != "add_items":
        assert batch.successful
