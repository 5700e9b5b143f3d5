"""Both clients behind one interface, so that each piece of work is written once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from connectory_runtime.fast import fast_transport

T = TypeVar("T")

Work = Callable[["Hand"], Coroutine[Any, Any, None]]


class Hand(Protocol):
    """A client and its driver."""

    client: Any

    async def value(self, called: Any) -> Any:
        """What a method of the client returns in the end."""
        ...

    def each(self, pages: Any) -> AsyncIterator[Any]:
        """One after the other."""
        ...

    async def together(self, work: Sequence[Coroutine[Any, Any, None]]) -> None:
        """All at once."""
        ...


class Blocking:
    def __init__(self, client: Any) -> None:
        self.client = client

    async def value(self, called: Any) -> Any:
        return called

    async def each(self, pages: Any) -> AsyncIterator[Any]:
        for page in pages:
            yield page

    async def together(self, work: Sequence[Coroutine[Any, Any, None]]) -> None:
        with ThreadPoolExecutor(4) as pool:
            for _ in pool.map(_finished, work):
                pass


class Awaiting:
    def __init__(self, client: Any) -> None:
        self.client = client

    async def value(self, called: Any) -> Any:
        return await called

    async def each(self, pages: Any) -> AsyncIterator[Any]:
        async for page in pages:
            yield page

    async def together(self, work: Sequence[Coroutine[Any, Any, None]]) -> None:
        await asyncio.gather(*work)


def do(driver: str, module: Any, work: Work, **options: Any) -> None:
    """Do a piece of work with a new client, which is closed in the end."""
    if driver == "sync":
        with module.Acme(**options) as client:
            _finished(work(Blocking(client)))
    else:
        asyncio.run(_awaited(driver, module, work, options))


async def _awaited(driver: str, module: Any, work: Work, options: dict[str, Any]) -> None:
    transport = {"transport": fast_transport()} if driver == "fast" else {}
    async with module.AsyncAcme(**options, **transport) as client:
        await work(Awaiting(client))
    assert await _tasks_end(), f"tasks go on: {asyncio.all_tasks()}"


async def _tasks_end() -> bool:
    """Whether all other tasks are over soon: of a body that is not read to the end, the loop closes generators."""
    for _ in range(50):
        if len(asyncio.all_tasks()) == 1:
            return True
        await asyncio.sleep(0)
    return False


def _finished(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never really waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a blocking client waited for something")
