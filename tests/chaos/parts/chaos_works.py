"""What is done in bad weather, and what must be true of whatever comes of it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from chaos_api import ROWS
from chaos_drivers import Hand
from chaos_server import Server

from connectory_runtime import ActionError, Clock, DeliveryUnknown, ItemsFailed, NotDelivered, PagingStopped, TimedOut

CANARY = "canary-5e7d0c41"

ROUNDS = 20
"""So often what can be resumed is resumed before it must be done."""

ONCE = {"add_thing", "delete_thing", "send_thing", "create_import"}
"""What may not happen twice. Of these, `send_thing` is repeated under a key that the server knows again."""


@dataclass
class World:
    """A client, its clock, and the server that it is up against. `tries` is how often it may send a request."""

    hand: Hand
    clock: Clock
    server: Server
    tries: int

    async def call(self, action: str, name: str) -> bool:
        """Call an action on one thing, and say whether it returned."""
        key = _key(action, name)
        try:
            found = await self.hand.value(getattr(self.hand.client, action)(name=name))
        except ActionError as error:
            self.check(error, action)
            self.check_call(action, name, key, error)
            return False
        self.check_call(action, name, key, None)
        if self.server.events(key)[-1].fault.told == "right" and action != "create_import":
            assert found.name == name
        return True

    def check_call(self, action: str, name: str, key: str, error: ActionError | None) -> None:
        """What the server saw of a call must fit what the client says of it."""
        events, effects = self.server.events(key), self.server.api.effects[name]
        assert len(events) <= self.tries, f"sent {len(events)} times"
        if error is None:
            assert events, "the server never heard of a call that returned"
            assert events[-1].fault.told != "failed"
            assert action == "get_thing" or effects
        else:
            heard = bool(events) and error.tries <= len(events) and not isinstance(error, TimedOut)
            assert not (heard and events[-1].fault.told == "right"), f"{error!r} where the answer was right"
            if isinstance(error, NotDelivered) or (error.retryable and action != "set_thing"):
                assert action == "set_thing" or not effects, f"{error!r} says that nothing was done"
        if action in ONCE:
            assert effects <= 1, f"done {effects} times"

    def check(self, error: ActionError, *actions: str) -> None:
        """What must be true of every error."""
        assert error.connector == "acme"
        assert error.action in actions
        assert error.source == f"specs/acme/things/{error.action}.yaml"
        shown = (str(error), repr(error), repr(vars(error)), *traceback.format_exception(error))
        assert not any(CANARY in text for text in shown), "the error shows the credential"
        assert str(error).encode(), "the error cannot be printed"
        if isinstance(error, DeliveryUnknown):
            assert not error.retryable or error.action not in ONCE


async def calls(world: World, action: str) -> None:
    """One call after the other."""
    for number in range(4):
        await world.call(action, f"{action} {number}")


async def calls_at_once(world: World) -> None:
    """Calls of many kinds, at the same time."""
    actions = ("get_thing", "add_thing", "set_thing", "send_thing")
    await world.hand.together([world.call(action, f"{action} {number}") for number in range(3) for action in actions])


async def each(world: World) -> None:
    """A call for every item of a list: none is missing, none is done twice."""
    names = [f"thing {number}" for number in range(6)]
    try:
        outcomes = await world.hand.value(world.hand.client.delete_things(names=names))
    except ActionError as error:
        raise AssertionError("single items failed, and their errors belong to them") from error
    assert [outcome.input for outcome in outcomes] == names
    for outcome in outcomes:
        if outcome.exception is not None:
            world.check(outcome.exception, "delete_thing", "delete_things")
        world.check_call("delete_thing", outcome.input, _key("delete_thing", outcome.input), outcome.exception)
    if not outcomes.successful:
        error = outcomes.failure()
        world.check(error, "delete_things")
        assert isinstance(error, ItemsFailed)
        assert not error.retryable or not world.server.api.effects


async def batch(world: World, action: str, journal: bool) -> None:
    """A long list in parts, of which what is left is sent again: no item is lost, and none is done twice."""
    names = [f"thing {number}" for number in range(7)]
    left, settled = list(names), set[str]()
    with TemporaryDirectory() as folder:
        options = {"journal": f"{folder}/journal"} if journal else {}
        for _ in range(ROUNDS):
            outcomes = await _sent(world, action, left, options)
            assert [name for name, _ in outcomes] == left, "an item is lost"
            for name, error in outcomes:
                effects = world.server.api.effects[name]
                assert effects <= 1, f"{name} was done {effects} times"
                assert effects == 1 if error is None else not (error.retryable and effects and action == "add_things")
                if error is not None:
                    world.check(error, action)
            settled |= {name for name, error in outcomes if error is None or not error.retryable}
            left = [name for name, error in outcomes if error is not None and error.retryable]
            if not left:
                assert settled == set(names)
                return
            world.clock.sleep(1)
    raise AssertionError("the weather did not get better")


async def _sent(
    world: World, action: str, names: list[str], options: Mapping[str, str]
) -> list[tuple[str, ActionError | None]]:
    """What came of each item."""
    try:
        found = await world.hand.value(getattr(world.hand.client, action)(names=names, options=options))
    except ItemsFailed as error:
        world.check(error, action)
        found = error.outcomes
    except ActionError as error:
        return [(name, error) for name in names]
    return [(outcome.input, outcome.exception) for outcome in found]


async def pages(world: World, action: str) -> None:
    """All pages, resumed wherever they break: what came is the beginning of the truth, and all of it in the end."""
    rows: list[str] = []
    resume: str | None = None
    for _ in range(ROUNDS):
        error = await _further(world, getattr(world.hand.client, action)().pages(resume=resume), rows)
        if error is None:
            assert rows == list(ROWS), f"only these came: {rows}"
            return
        world.check(error, action)
        if isinstance(error, PagingStopped):
            assert error.reason == "foreign address"
            assert world.server.log[-1].fault.name == "the next page elsewhere"
            return
        assert error.resume is not None
        resume = error.resume
        world.clock.sleep(1)
    raise AssertionError("the weather did not get better")


async def _further(world: World, listing: Any, rows: list[str]) -> ActionError | None:
    """Add the rows of further pages, and return what ended them."""
    try:
        async for page in world.hand.each(listing):
            rows += [row.name for row in page.items]
            assert rows == list(ROWS[: len(rows)]), f"these came: {rows}"
    except ActionError as error:
        return error
    return None


async def job(world: World) -> None:
    """A job that is started once and waited for, however often that breaks."""
    name, client = "import", world.hand.client
    try:
        started = await world.hand.value(client.create_import(name=name))
    except ActionError as error:
        world.check(error, "create_import")
        world.check_call("create_import", name, _key("create_import", name), error)
        return
    world.check_call("create_import", name, _key("create_import", name), None)
    tokens: set[str] = set()
    for _ in range(ROUNDS):
        error = await _waited(world, started)
        if error is None:
            return
        world.check(error, "create_import", "get_import")
        if error.resume is None:
            assert world.server.events(_key("create_import", name))[-1].fault.told == "garbled"
            return
        tokens.add(error.resume)
        assert len(tokens) == 1, "one job has two tokens"
        world.clock.sleep(1)
        started = client.job(client.create_import, error.resume)
    raise AssertionError("the weather did not get better")


async def _waited(world: World, started: Any) -> ActionError | None:
    """Wait for a job, and return what ended that too early."""
    try:
        status = await world.hand.value(started.wait())
    except ActionError as error:
        return error
    assert (status.state, started.state) == ("DONE", "done")
    return None


def _key(action: str, name: str) -> str:
    """The request of a call, as the server sees it."""
    path = name.replace(" ", "%20")
    body = json.dumps({"name": name}, separators=(",", ":"))
    return {
        "get_thing": f"GET /things/{path}",
        "add_thing": f"POST /things {body}",
        "set_thing": f"PUT /things/{path}",
        "delete_thing": f"DELETE /things/{path}",
        "send_thing": f"POST /sendings {body}",
        "create_import": f"POST /imports {body}",
    }[action]


WORKS: Mapping[str, tuple[Any, ...]] = {
    "read": (calls, "get_thing"),
    "write": (calls, "add_thing"),
    "set": (calls, "set_thing"),
    "delete": (calls, "delete_thing"),
    "send with a key": (calls, "send_thing"),
    "at once": (calls_at_once,),
    "each": (each,),
    "batch": (batch, "add_things", False),
    "batch with a key": (batch, "send_things", False),
    "batch with a journal": (batch, "add_things", True),
    "offset": (pages, "list_offsets"),
    "page": (pages, "list_pages"),
    "cursor": (pages, "list_cursors"),
    "next-url": (pages, "list_addresses"),
    "link-header": (pages, "list_links"),
    "job": (job,),
}
"""What a scenario is about: the work, and the action that it is done with."""
