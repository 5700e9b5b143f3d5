"""How a client that is awaited runs one flow for all who ask."""

from __future__ import annotations

from asyncio import Task, ensure_future, wait, wrap_future
from collections.abc import Awaitable, Callable
from typing import Any

from ._message import Flow, Once


async def fly_async(step: Once, run: Callable[[Flow[Any]], Awaitable[Any]]) -> Any:
    """Run the flow in a task of its own, which goes on when the caller is cancelled; or wait for whoever runs it."""
    flight = step.flight
    while True:
        landing, leads = flight.board()
        if leads:
            task: Task[Any] = ensure_future(_running(run, step.flow))
            flight.keep(task)
            task.add_done_callback(lambda done: flight.land(_result_of(done)))
            await wait((task,))
            return task.result()
        if (found := await wrap_future(landing)) is not None:
            return found[0]


async def _running(run: Callable[[Flow[Any]], Awaitable[Any]], flow: Flow[Any]) -> Any:
    return await run(flow)


def _result_of(task: Task[Any]) -> tuple[Any] | None:
    return None if task.cancelled() or task.exception() is not None else (task.result(),)
