"""The client that blocks until the answer is there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, Self, TypedDict, TypeVar, cast

import httpx

from ._action import Action, Connector
from ._clock import SYSTEM, Clock
from ._composite_action import Composite
from ._conduct import DEADLINE, Conduct
from ._core import Core
from ._envelope import Envelope
from ._hooks import RequestHook, ResponseHook, WaitHook
from ._job import Job
from ._message import Do, Flow, Once, Pause, Queue, Send, Together
from ._options import Options
from ._pages import Pages
from ._response import Response, bare_function
from ._retry import Retries
from ._sync_sender import Sender, Watched
from ._tokens import MemoryStore, TokenPlace, TokenStore
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._batch import Batch
    from ._batch_job import BatchJob
    from ._plan import Plan
    from ._sync_stream import Stream
    from .oauth2 import SignIn

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


class ClientOptions(TypedDict, total=False):
    """How a client reaches the API.

    `base_url` replaces the first server of the connector. `timeout` and `deadline`: see `Options`; 30 seconds, or what
    `http_client` says, and 120 seconds. `retries` is how often a call that failed is repeated where that does no
    harm: 2 unless told, and `Retries` can say more. `rate_limits=False` is for accounts that may call more often
    than others: calls do not wait for their turn then. `clock` is for tests. `transport` and `http_client` are for
    tests, proxies, TLS settings and shared connection pools; both stay open when the client is closed. Where they read
    for a blocking client, and where the environment names a proxy, the deadline is not looked at before an answer has
    a body: each read ends with `timeout`, but a head that comes byte by byte, or interim answers, may go on.
    `on_request` is called before every request, `on_response` after every answer, `on_wait` before a call waits for its
    turn or to be repeated; what they raise reaches the caller.
    `token_store` keeps the tokens of a person who signed in (`connectory_runtime.oauth2`), `token_url` replaces the
    address where OAuth 2.0 tokens are issued.
    """

    base_url: str
    timeout: float | None
    deadline: float | None
    retries: Retries | int
    rate_limits: bool
    clock: Clock
    transport: httpx.BaseTransport
    http_client: httpx.Client
    on_request: RequestHook
    on_response: ResponseHook
    on_wait: WaitHook
    token_store: TokenStore
    token_url: str


class Client:
    """The base of generated clients.

    Close it when it is no longer needed, or use it in a `with` statement. Several threads may share one.
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
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        on_request: RequestHook | None = None,
        on_response: ResponseHook | None = None,
        on_wait: WaitHook | None = None,
        token_store: TokenStore | None = None,
        token_url: str | None = None,
    ) -> None:
        store = MemoryStore() if token_store is None else token_store
        tokens = TokenPlace(store, token_store is not None, token_url, transport or http_client)
        conduct = Conduct(retries, clock, deadline=deadline, rate_limits=rate_limits, on_wait=on_wait, awaits=False)
        self._core = Core(connector, identifiers, credentials, base_url, timeout, conduct, tokens)
        self._clock = clock
        self._sender = Watched(Sender(transport, http_client), on_request, on_response)

    def raw(self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """Call a method of this client and return the answer as it came: `client.raw(client.get_item, id=7)`.

        A refusal is returned too; its `parse()` raises what the method would have raised.

        Raises:
            ActionError: when there is no answer.
            TypeError: when this is no method of this client that makes one call.
        """
        function = cast("Callable[..., Response[T]]", bare_function(method, self, Client))
        return function(_Raw(self._call_raw), *args, **kwargs)

    @contextmanager
    def stream(self, method: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> Generator[Stream]:
        """Call a method of this client and leave the body of its answer to be read piece by piece.

        `with client.stream(client.get_report, id=7) as body: body.save("report.pdf")`. A refusal is raised as the
        method would have raised it. Once the stream is open nothing is repeated, and the deadline no longer holds.
        Where the body tells whether the call succeeded, it is read first, within the limit of other calls.

        Raises:
            ActionError: whatever went wrong.
            TypeError: when this is no method of this client that makes one call.
        """
        function = cast("Callable[..., Stream]", bare_function(method, self, Client))
        stream = function(_Raw(self._open), *args, **kwargs)
        try:
            yield stream
        finally:
            stream.close()

    def job(self, method: Callable[..., Job[R, S] | BatchJob[R, S]], token: str) -> Job[R, S]:
        """The job that a call of this method started, by its token: `client.job(client.import_items, token)`.

        Raises:
            InvalidInput: when the token is damaged or belongs to another action.
            TypeError: when this is no method of this client that starts a job.
        """
        name = bare_function(method, self, Client).__name__
        return Job(self._core.find_job(name, token), self._run)

    def plan(self, identifier: str, arguments: Mapping[str, Any] | None = None, options: Options | None = None) -> Plan:
        """What `execute` would send, secrets masked. Nothing is sent, and no credential is needed.

        Raises:
            UnknownAction: when no action has this id or alias.
            InvalidInput: when the arguments break a rule of the spec.
            TypeError: when the arguments are no mapping, or an option does not exist.
        """
        return self._core.plan(identifier, arguments, options)

    def execute(
        self, identifier: str, arguments: Mapping[str, Any] | None = None, options: Options | None = None
    ) -> Envelope:
        """Call the action of an id or alias with JSON arguments.

        What the API or the input did wrong is in the envelope and not raised.

        Raises:
            TypeError: when the arguments are no mapping, or an option does not exist.
        """
        return self._run(self._core.execute(identifier, arguments, options))

    @property
    def oauth2(self) -> SignIn:
        """Lets a person sign in, where the connector has OAuth 2.0 with the grant `authorization_code`.

        Raises:
            TypeError: where it has not.
            MissingCredential: when the application's own credentials are missing.
        """
        from .oauth2 import SignIn

        return SignIn(self._core.sign_in(), self._run)

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> T:
        return self._run(self._core.call(action, arguments, options))

    def _call_raw(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> Response[T]:
        return self._run(self._core.raw(action, arguments, options))

    def _open(
        self, action: Action[T] | Composite[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> Stream:
        from ._sync_stream import Stream

        return Stream(self._run(self._core.open(action, arguments, options)))

    def _begin(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None) -> Job[T, Any]:
        return Job(self._run(self._core.begin(action, arguments, options)), self._run)

    def _batch(self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None) -> Batch[T]:
        return self._run(self._core.batch(action, arguments, options))

    def _begin_batch(
        self, action: Action[T], arguments: Mapping[str, Any], options: Options | None = None
    ) -> BatchJob[T, Any]:
        from ._batch_job import BatchJob

        begun = self._run(self._core.begin_batch(action, arguments, options))
        job: BatchJob[T, Any] = BatchJob(begun, self._run)
        if begun.waited:
            job.wait()
        return job

    def _pages(self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None) -> Pages[Any]:
        return Pages(self._core.pages(action, arguments, options), self._run)

    def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(self._perform(step))
        except StopIteration as end:
            return cast("T", end.value)
        finally:
            # What it holds is given back now, and not when somebody lets go of the error.
            flow.close()

    def _perform(self, step: Send | Pause | Queue | Together | Once | Do) -> Any:
        match step:
            case Send():
                return self._sender.send(step)
            case Pause(wake=Event() as wake):
                self._clock.sleep_until(wake, step.seconds)
                return None
            case Pause():
                self._clock.sleep(step.seconds)
                return None
            case Queue(call, seconds):
                from concurrent.futures import wait  # slow to import, and few calls wait for others

                wait((call,), None if seconds == float("inf") else seconds)
                return None
            case Together():
                return [self._run(flow) for flow in step.flows]
            case Once():
                from ._flight import fly  # few connectors have tokens

                return fly(step, self._run)
            case Do(function):
                return function()


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
