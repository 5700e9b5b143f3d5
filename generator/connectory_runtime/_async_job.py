"""What methods of async clients return that start a job in the background."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from ._started import Started
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._begin import Begun
    from ._message import Flow

R = TypeVar("R")
S = TypeVar("S")


class AsyncJob(Started[R, S]):
    """A job that goes on at the API, and how to wait for it.

    `result` is the answer to the call that started it. `token` leads to it from anywhere:
    `client.job(client.<method>, token)`. A wait ends when its task is cancelled; the job goes on, and can be waited
    for again.
    """

    def __init__(self, begun: Begun[R, S], run: Callable[[Flow[S]], Awaitable[S]]) -> None:
        super().__init__(begun)
        self._run = run

    async def status(self) -> S:
        """Ask once what becomes of the job.

        Raises:
            ActionError: whatever went wrong; not when the job failed.
        """
        return await self._run(self._asking())

    async def wait(
        self,
        *,
        timeout: float | Unset | None = UNSET,
        every: float | None = None,
        on_progress: Callable[[S], object] | None = None,
    ) -> S:
        """Wait until the job is done, and return what the API says of it then.

        Args:
            timeout: Seconds after which nothing is asked any more, `None` for no limit; as the spec says unless given.
            every: Seconds between two questions; unless given, as the spec says and then more and more slowly.
            on_progress: Called with every answer until the job is done, that one included; awaited if it is a coroutine
                function.

        Raises:
            JobFailed: when the job is over and did not do what it was started for.
            WaitTimedOut: when it takes longer.
            ActionError: when there is no news to be had. The `resume` of each of these is the `token` of the job.
        """
        return await self._run(self.waiting(timeout, every, on_progress))
