"""What a typed call costs over plain httpx, beside other clients doing the same work.

    python tests/benchmarks/calls.py [--rounds 21] [--calls 64]

A server in another process answers at once; "no network" answers within the process. All contenders run in
turn within every round. A ratio is the median over rounds of contender / plain httpx in the same round: once by
the clock, once by the processor time of the client alone, which other work on the machine disturbs less. The last
column divides the best rounds of both, by the clock: those were disturbed least.
"""

import argparse
import asyncio
import gc
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
from contenders import PLAIN, async_work, generate, skipped, sync_work
from loopback import ONE, PAGE, answer, serving
from peers import Work, sync_peers

from connectory_runtime._version import VERSION

KINDS = ("get", "post", "page")
CONCURRENT = (1, 4, 16, 64)

Measured = dict[str, list[tuple[float, float]]]
"""Measured per call by the clock and by the processor, one pair per round."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--calls", type=int, default=64)
    options = parser.parse_args()
    rounds, calls = options.rounds, options.calls
    _print_conditions(rounds, calls)
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        with serving() as url:
            for kind in KINDS:
                work = sync_work(url, lambda: None) | sync_peers(url, Path(folder) / "peers" / kind)
                _print(f"sync, {kind}", _sync(work, kind, rounds, calls))
            for kind in KINDS:
                work = sync_work("http://people.example", lambda: httpx.MockTransport(_answer))
                _print(f"sync, {kind}, no network", _sync(work, kind, rounds, calls))
            for kind in KINDS:
                _print(f"async, {kind}", asyncio.run(_async(url, kind, rounds, calls, 1)))
            for concurrent in CONCURRENT[1:]:
                _print(f"async, get, {concurrent} at once", asyncio.run(_async(url, "get", rounds, calls, concurrent)))


def _answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=answer(request.url.raw_path.decode()))


def _sync(work: dict[str, Work], kind: str, rounds: int, calls: int) -> Measured:
    def measured(call: Callable[[], Any]) -> tuple[float, float]:
        since = _clocks()
        for _ in range(calls):
            call()
        return _spent(since, calls)

    found: Measured = {name: [] for name in work}
    for contender in work.values():
        getattr(contender, kind)()
    for number in range(rounds):
        for name in _order(work, number):
            gc.collect()
            found[name].append(measured(getattr(work[name], kind)))
    for contender in work.values():
        contender.close()
    return found


async def _async(url: str, kind: str, rounds: int, calls: int, concurrent: int) -> Measured:
    async def several(call: Callable[[], Awaitable[Any]], count: int) -> None:
        for _ in range(count):
            await call()

    async def measured(call: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
        each = max(1, calls // concurrent)
        since = _clocks()
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrent):
                group.create_task(several(call, each))
        return _spent(since, each * concurrent)

    work = async_work(url)
    found: Measured = {name: [] for name in work}
    for contender in work.values():
        await measured(getattr(contender, kind))
    for number in range(rounds):
        for name in _order(work, number):
            gc.collect()
            found[name].append(await measured(getattr(work[name], kind)))
    for contender in work.values():
        await contender.close()
    return found


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _spent(since: tuple[float, float], calls: int) -> tuple[float, float]:
    wall, processor = _clocks()
    return (wall - since[0]) / calls, (processor - since[1]) / calls


def _order(work: dict[str, Work], number: int) -> list[str]:
    """Another one goes first in every round."""
    names = list(work)
    return names[number % len(names) :] + names[: number % len(names)]


def _print_conditions(rounds: int, calls: int) -> None:
    print(f"{rounds} rounds of {calls} calls; one object {len(ONE)} bytes, page of 100 {len(PAGE)} bytes,")
    print(f"{os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}, connectory {VERSION}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("httpx", "pydantic", "openapi-python-client")))
    for name in skipped():
        print(f"skipped: {name} is not installed", file=sys.stderr)


def _print(title: str, measured: Measured) -> None:
    print(f"\n{title:<44} {'µs/call':>9} {'calls/s':>9}   × {PLAIN}: clock (quartiles), processor, best")
    for name, pairs in measured.items():
        walls, ratios = zip(*((wall, wall / plain) for (wall, _), (plain, _) in _beside(pairs, measured)), strict=True)
        cpu = statistics.median(mine / plain for (_, mine), (_, plain) in _beside(pairs, measured))
        low, middle, high = statistics.quantiles(ratios, n=4)
        wall, best = statistics.median(walls), min(walls) / min(wall for wall, _ in measured[PLAIN])
        spread = f"{middle:.2f} ({low:.2f}-{high:.2f})"
        print(f"  {name:<42} {wall * 1e6:>9.0f} {1 / wall:>9.0f}   {spread}, {cpu:.2f}, {best:.2f}")


def _beside(
    pairs: list[tuple[float, float]], measured: Measured
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(pairs, measured[PLAIN], strict=True)


if __name__ == "__main__":
    main()
