"""The client for `asyncio` and the like: its calls are awaited."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from inspect import isawaitable
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, Self, TypedDict, TypeVar, cast

import httpx

from ._action import Action, Connector
from ._async_job import AsyncJob
from ._async_pages import AsyncPages
from ._async_sender import Sender, Watched
from ._clock import SYSTEM, Clock
from ._composite_action import Composite
from ._conduct import DEADLINE, Conduct
from ._core import Core
from ._envelope import Envelope
from ._hooks import AsyncRequestHook, AsyncResponseHook, AsyncWaitHook
from ._message import Do, Flow, Once, Pause, Queue, Send, Together
from ._options import Options
from ._response import Response, bare_function
from ._retry import Retries
from ._tokens import AsyncTokenStore, MemoryStore, TokenPlace, TokenStore
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._async_batch_job import AsyncBatchJob
    from ._async_stream import AsyncStream
    from ._batch import Batch
    from ._plan import Plan
    from .oauth2 import AsyncSignIn

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


class AsyncClientOptions(TypedDict, total=False):
    """How a client reaches the API.

    `base_url` replaces the first server of the connector. `timeout` and `deadline`: see `Options`; 30 seconds, or what
    `http_client` says, and 120 seconds. `retries` is how often a call that failed is repeated where that does no
    harm: 2 unless told, and `Retries` can say more. `rate_limits=False` is for accounts that may call more often
    than others: calls do not wait for their turn then. `clock` is for tests. `transport` and `http_client` are for
    tests, proxies, TLS settings and shared connection pools; both stay open when the client is closed, but for a
    `fast_transport()`.
    `on_request` is called before every request, `on_response` after every answer, `on_wait` before a call waits for its
    turn or to be repeated, awaited if they are coroutine functions; what they raise reaches the caller.
    `token_store` keeps the tokens of a person who signed in (`connectory_runtime.oauth2`), `token_url` replaces the
    address where OAuth 2.0 tokens are issued.
    """

    base_url: str
    timeout: float | None
    deadline: float | None
    retries: Retries | int
    rate_limits: bool
    clock: Clock
    transport: httpx.AsyncBaseTransport
    http_client: httpx.AsyncClient
    on_request: AsyncRequestHook
    on_response: AsyncResponseHook
    on_wait: AsyncWaitHook
    token_store: TokenStore | AsyncTokenStore
    token_url: str


class AsyncClient:
    """The base of generated clients.

    Close it when it is no longer needed, or use it in an `async with` statement. Many tasks may share one.
    """

    def __init__(
        self,
        connector: Connector,
        identifiers: Mapping[str, tuple[str, str]],
        *,
        credentials: Mapping[str, str | None],
        base_url: str | None = None,
        timeout: float | Unset | None = UNSET,
        deadline: float | None = DEADLINE,
        retries: Retries | int = 2,
        rate_limits: bool = True,
        clock: Clock = SYSTEM,
        transport: httpx.AsyncBaseTransport | None = None,
        http_client: httpx.AsyncClient | None = None,
        on_request: AsyncRequestHook | None = None,
        on_response: AsyncResponseHook | None = None,
        on_wait: AsyncWaitHook | None = None,
        token_store: TokenStore | AsyncTokenStore | None = None,
        token_url: str | None = None,
    ) -> None:
        store = MemoryStore() if token_store is None else token_store
        tokens = TokenPlace(store, token_store is not None, token_url, transport or http_client)
        conduct = Conduct(retries, clock, deadline=deadline, rate_limits=rate_limits, on_wait=on_wait, awaits=True)
        self._core = Core(connector, identifiers, credentials, base_url, timeout, conduct, tokens)
        self._clock = clock
        self._sender = Watched(Sender(transport, http_client, clock), on_request, on_response)

    async def raw(self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """Call a method of this client and return the answer as it came: `client.raw(client.get_item, id=7)`.

        A refusal is returned too; its `parse()` raises what the method would have raised.

        Raises:
            ActionError: when there is no answer.
            TypeError: when this is no method of this client that makes one call.
        """
        function = cast("Callable[..., Awaitable[Response[T]]]", bare_function(method, self, AsyncClient))
        return await function(_Raw(self._call_raw), *args, **kwargs)

    @asynccontextmanager
    async def stream(
        self, method: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncGenerator[AsyncStream]:
        """Call a method of this client and leave the body of its answer to be read piece by piece.

        `async with client.stream(client.get_report, id=7) as body: await body.save("report.pdf")`. A refusal is
        raised as the method would have raised it. Once the stream is open nothing is repeated, and the deadline no
        longer holds. Where the body tells whether the call succeeded, it is read first, within the limit of other
        calls.

        Raises:
            ActionError: whatever went wrong.
            TypeError: when this is no method of this client that makes one call.
        """
        function = cast("Callable[..., Awaitable[AsyncStream]]", bare_function(method, self, AsyncClient))
        stream = await function(_Raw(self._open), *args, **kwargs)
        try:
            yield stream
        finally:
            await stream.aclose()

    def job(self, method: Callable[..., Awaitable[AsyncJob[R, S] | AsyncBatchJob[R, S]]], token: str) -> AsyncJob[R, S]:
        """The job that a call of this method started, by its token: `client.job(client.import_items, token)`.

        Raises:
            InvalidInput: when the token is damaged or belongs to another action.
            TypeError: when this is no method of this client that starts a job.
        """
        name = bare_function(method, self, AsyncClient).__name__
        return AsyncJob(self._core.find_job(name, token), self._run)

    def plan(self, identifier: str, arguments: Mapping[str, Any] | None = None, options: Options | None = None) -> Plan:
        """What `execute` would send, secrets masked. Nothing is sent, and no credential is needed.

        Raises:
            UnknownAction: when no action has this id or alias.
            InvalidInput: when the arguments break a rule of the spec.
            TypeError: when the arguments are no mapping, or an option does not exist.
        """
        return self._core.plan(identifier, arguments, options)

    async def execute(
        self, identifier: str, arguments: Mapping[str, Any] | None = None, options: Options | None = None
    ) -> Envelope:
        """Call the action of an id or alias with JSON arguments.

        What the API or the input did wrong is in the envelope and not raised.

        Raises:
            TypeError: when the arguments are no mapping, or an option does not exist.
        """
        return await self._run(self._core.execute(identifier, arguments, options))

    @property
    def oauth2(self) -> AsyncSignIn:
        """Lets a person sign in, where the connector has OAuth 2.0 with the grant `authorization_code`.

        Raises:
            TypeError: where it has not.
            MissingCredential: when the application's own credentials are missing.
        """
        from .oauth2 import AsyncSignIn

        return AsyncSignIn(self._core.sign_in(), self._run)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._sender.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _call(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> T:
        return await self._run(self._core.call(action, arguments, options))

    async def _call_raw(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> Response[T]:
        return await self._run(self._core.raw(action, arguments, options))

    async def _open(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> AsyncStream:
        from ._async_stream import AsyncStream

        return AsyncStream(await self._run(self._core.open(action, arguments, options)))

    async def _begin(
        self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> AsyncJob[T, Any]:
        return AsyncJob(await self._run(self._core.begin(action, arguments, options)), self._run)

    async def _batch(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None) -> Batch[T]:
        return await self._run(self._core.batch(action, arguments, options))

    async def _begin_batch(
        self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> AsyncBatchJob[T, Any]:
        from ._async_batch_job import AsyncBatchJob

        begun = await self._run(self._core.begin_batch(action, arguments, options))
        job: AsyncBatchJob[T, Any] = AsyncBatchJob(begun, self._run)
        if begun.waited:
            await job.wait()
        return job

    def _pages(
        self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None
    ) -> AsyncPages[Any]:
        return AsyncPages(self._core.pages(action, arguments, options), self._run)

    async def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(await self._perform(step))
        except StopIteration as end:
            return cast("T", end.value)
        finally:
            # What it holds is given back now, and not when somebody lets go of the error.
            flow.close()

    async def _perform(self, step: Send | Pause | Queue | Together | Once | Do) -> Any:
        match step:
            case Send():
                return await self._sender.send(step)
            case Pause():
                await self._clock.sleep_async(step.seconds)
                return None
            case Queue(call, seconds):
                from asyncio import wait, wrap_future

                await wait((wrap_future(call),), timeout=None if seconds == float("inf") else seconds)
                return None
            case Together():
                return await self._together(step)
            case Once():
                from ._async_flight import fly_async  # few connectors have tokens

                return await fly_async(step, self._run)
            case Do(function):
                found = function()
                return await found if isawaitable(found) else found

    async def _together(self, step: Together) -> list[Any]:
        from asyncio import ensure_future, gather

        results: list[Any] = [None] * len(step.flows)
        waiting = iter(enumerate(step.flows))

        async def work() -> None:
            for index, flow in waiting:
                results[index] = await self._run(flow)

        tasks = [ensure_future(work()) for _ in range(min(step.at_most, len(step.flows)))]
        try:
            await gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await gather(*tasks, return_exceptions=True)
        return results


class _Raw:
    """Stands in for a client while one of its methods runs, so that the method returns the answer as it came."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def _pages(self, action: Action[Any], *_: object) -> NoReturn:
        raise TypeError(f"{action.id} answers in pages: each of its `.pages()` has the answer as `raw`")

    def _begin(self, action: Action[Any], *_: object) -> NoReturn:
        raise TypeError(f"{action.id} starts a job, which has the answer as `raw`")

    def _batch(self, action: Action[Any], *_: object) -> NoReturn:
        raise TypeError(f"{action.id} returns a batch: each of its `parts` has the answer as `raw`")

    def _begin_batch(self, action: Action[Any], *_: object) -> NoReturn:
        raise TypeError(f"{action.id} starts jobs: each of the `parts` of their `result` has the answer as `raw`")
