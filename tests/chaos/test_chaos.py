"""Both clients against a server that fails in every way it knows, by scenarios that follow from a seed.

A scenario is repeated by its name: `pytest tests/chaos -k "sync-read-117"`.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from certificates import certificates
from chaos_drivers import do
from chaos_faults import ENDLESS, FAULTS, Fault
from chaos_server import Always, Opening, Seeded, Weather, serving
from chaos_specs import ACTIONS, CONNECTOR, SCHEMAS
from chaos_works import CANARY, WORKS, World
from compiled import compiled

from connectory_runtime import Retries

DRIVERS = ("sync", "async", "fast")
LONGEST = 10.0
"""So many seconds a scenario may take, whatever the server does."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" not in metafunc.fixturenames:
        return
    scenarios = [
        pytest.param(driver, work, seed, id=f"{driver}-{work}-{seed}")
        for seed in range(metafunc.config.getoption("scenarios"))
        for work in [list(WORKS)[seed % len(WORKS)]]
        for driver in DRIVERS
        if driver != "fast" or seed % 3 == 0
    ]
    metafunc.parametrize(("driver", "work", "seed"), scenarios)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with compiled(tmp_path_factory.mktemp("project"), "chaos_clients", CONNECTOR, ACTIONS, schemas=SCHEMAS) as made:
        yield made.module


@pytest.fixture(scope="module", autouse=True)
def trusted() -> Iterator[None]:
    with certificates():
        yield


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[socket.socket]:
    """Another origin, to which nobody may go."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def test_scenario(module: Any, elsewhere: socket.socket, driver: str, work: str, seed: int) -> None:
    draw = Random(seed)
    weather = Seeded(
        seed=seed,
        severity=draw.choice([0.3, 0.6, 0.9]),
        heals=draw.randint(1, 4),
        closed=draw.choice([0, 0, 0, 1, 2]),
        endless=draw.random() < 0.1,
    )
    deadline = 0.5 if weather.endless else 60
    play(module, elsewhere, driver, work, weather, deadline=deadline, times=draw.randint(0, 4), chance=draw.random())


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("fault", [*FAULTS, *ENDLESS], ids=lambda fault: fault.name)
def test_every_fault_alone(module: Any, elsewhere: socket.socket, driver: str, fault: Fault) -> None:
    for work in ("read", "write"):
        play(module, elsewhere, driver, work, Always(fault), deadline=0.3 if fault in ENDLESS else 60)


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("name", ["hung up in the body", "done by half and to be repeated"])
def test_who_repeats_too_much_is_caught(
    module: Any, elsewhere: socket.socket, monkeypatch: pytest.MonkeyPatch, driver: str, name: str
) -> None:
    actions = import_module(f"{module.__name__}.actions.things")
    monkeypatch.setattr(actions, "ADD_THING", replace(actions.ADD_THING, idempotent=True))
    (broken,) = (fault for fault in FAULTS if fault.name == name)
    with pytest.raises(AssertionError, match="done 2 times"):
        play(module, elsewhere, driver, "write", Always(broken))


def play(
    module: Any,
    elsewhere: socket.socket,
    driver: str,
    work: str,
    weather: Weather,
    *,
    deadline: float = 60,
    times: int = 2,
    chance: float = 1.0,
) -> None:
    """Do a piece of work against a server, and check what must be true of every client."""
    function, *arguments = WORKS[work]
    address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
    with nothing_left(), serving(weather, address) as server, logged() as log:
        clock, began = Opening(server, chance), time.monotonic()
        options: dict[str, Any] = {
            "api_key": CANARY,
            "base_url": server.url,
            "timeout": 0.15,
            "deadline": deadline,
            "retries": Retries(times=times),
            "clock": clock,
        }
        try:
            do(driver, module, lambda hand: function(World(hand, clock, server, times + 1), *arguments), **options)
            assert time.monotonic() - began < LONGEST
            assert not any(CANARY in line for line in log), "the log shows the credential"
            assert not _visited(elsewhere), "somebody went to another origin"
        except BaseException as problem:
            problem.add_note(f"{driver}, {work}:\n{server}")
            raise


@contextmanager
def logged() -> Iterator[list[str]]:
    """What the clients log meanwhile."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("connectory")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _visited(elsewhere: socket.socket) -> bool:
    with suppress(BlockingIOError):
        connection, _ = elsewhere.accept()
        connection.close()
        return True
    return False


@contextmanager
def nothing_left() -> Iterator[None]:
    """No thread, socket or other open file stays behind."""
    threads, files = set(threading.enumerate()), _open_files()
    yield
    assert set(threading.enumerate()) == threads
    assert _open_files() == files


def _open_files() -> set[str]:
    return {path.name for path in Path("/dev/fd").iterdir()}
