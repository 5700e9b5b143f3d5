"""The client that blocks until the answer is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, Self, TypeAlias, TypedDict, TypeVar, cast

import httpx

from ._action import Action, Composite, Connector
from ._clock import SYSTEM, Clock
from ._conduct import Conduct
from ._core import Core
from ._envelope import Envelope
from ._hooks import RequestHook, ResponseHook, request_view, response_view
from ._message import Broken, Flow, Pause, RawResponse, Received, ResponseHeaders, Send, Together
from ._options import Options
from ._pages import Pages
from ._reading import BodyReader, UnreadableError
from ._response import Response, bare_function
from ._retry import Retries
from ._spans import spanned
from ._transport import broken_by, for_client, for_transport, has_proxies
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._plan import Plan

P = ParamSpec("P")
T = TypeVar("T")

_Respond: TypeAlias = Callable[[Send], httpx.Response]
"""Sends a request and returns the head of its answer; the body is still to be read."""


class ClientOptions(TypedDict, total=False):
    """How a client reaches the API.

    `base_url` replaces the first server of the connector. `timeout`: see `Options`; 30 seconds, or what
    `http_client` says. `retries` is how often a call that failed is repeated where that does no harm: 2
    unless told, and `Retries` can say more. `rate_limits=False` is for accounts that may call more often than
    others: calls do not wait for their turn then. `clock` is for tests. `transport` and `http_client` are for
    tests, proxies, TLS settings and shared connection pools; both stay open when the client is closed.
    `on_request` is called before every request, `on_response` after every answer; what they raise reaches the caller.
    """

    base_url: str
    timeout: float | None
    retries: Retries | int
    rate_limits: bool
    clock: Clock
    transport: httpx.BaseTransport
    http_client: httpx.Client
    on_request: RequestHook
    on_response: ResponseHook


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
        retries: Retries | int = 2,
        rate_limits: bool = True,
        clock: Clock = SYSTEM,
        transport: httpx.BaseTransport | None = None,
        http_client: httpx.Client | None = None,
        on_request: RequestHook | None = None,
        on_response: ResponseHook | None = None,
    ) -> None:
        conduct = Conduct(retries, clock, rate_limits=rate_limits)
        self._core = Core(connector, identifiers, credentials, base_url, timeout, conduct)
        self._clock = clock
        self._sender = _Watched(_Sender(transport, http_client), on_request, on_response)

    def raw(self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Response[T]:
        """Call a method of this client and return the answer as it came: `client.raw(client.get_item, id=7)`.

        A refusal is returned too; its `parse()` raises what the method would have raised.

        Raises:
            ActionError: when there is no answer.
            TypeError: when this is no method of this client that makes one call.
        """
        function = cast("Callable[..., Response[T]]", bare_function(method, self, Client))
        return function(_Raw(self._call_raw), *args, **kwargs)

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

    def _pages(self, action: Action[Any], arguments: Mapping[str, Any], options: Options | None = None) -> Pages[Any]:
        return Pages(self._core.pages(action, arguments, options), self._run)

    def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = flow.send(self._perform(step))
        except StopIteration as end:
            return cast("T", end.value)

    def _perform(self, step: Send | Pause | Together) -> Received | Broken | list[Any] | None:
        match step:
            case Send():
                return self._sender.send(step)
            case Pause():
                self._clock.sleep(step.seconds)
                return None
            case Together():
                return [self._run(flow) for flow in step.flows]


class _Raw:
    """Stands in for a client while one of its methods runs, so that the method returns the answer as it came."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def _pages(self, action: Action[Any], *_: object) -> NoReturn:
        raise TypeError(f"{action.id} answers in pages: each of its `.pages()` has the answer as `raw`")


class _Watched:
    """Sends through a sender, and tells hooks and OpenTelemetry."""

    def __init__(self, sender: _Sender, on_request: RequestHook | None, on_response: ResponseHook | None) -> None:
        self._sender = sender
        self._on_request = on_request
        self._on_response = on_response

    def send(self, step: Send) -> Received | Broken:
        request = step.request
        with spanned(request) as report:
            if self._on_request is not None:
                self._on_request(request_view(request))
            outcome = self._sender.send(step)
            report(outcome)
            if self._on_response is not None and isinstance(outcome, Received):
                self._on_response(response_view(request, outcome.response))
            return outcome

    def close(self) -> None:
        self._sender.close()


class _Sender:
    """Sends requests, straight to a transport where no proxy needs more: that is the fastest way."""

    def __init__(self, transport: httpx.BaseTransport | None, http_client: httpx.Client | None) -> None:
        if transport is not None and http_client is not None:
            raise ValueError("give a transport or an http_client, not both")
        self._respond: _Respond | None = None
        if http_client is not None:
            self._respond = _through(http_client)
        elif transport is not None:
            self._respond = _straight_to(transport)
        self._own: httpx.BaseTransport | httpx.Client | None = None
        self._lock = Lock()
        self._closed = False

    def send(self, step: Send) -> Received | Broken:
        """Send a request and read its whole answer.

        Raises:
            RuntimeError: when the client is closed.
        """
        if self._closed:
            raise RuntimeError("the client is closed")
        respond = self._respond or self._connect()
        started = perf_counter()
        status: int | None = None
        try:
            response = respond(step)
            status = response.status_code
            content = _read(response)
        except UnreadableError as error:
            return Broken("unreadable", str(error), status)
        except httpx.TransportError as error:
            return broken_by(error, status)
        seconds = perf_counter() - started
        return Received(RawResponse(status, ResponseHeaders(response.headers.raw), content, seconds), seconds)

    def close(self) -> None:
        self._closed = True
        if self._own is not None:
            self._own.close()

    def _connect(self) -> _Respond:
        """Make connections of our own. Not before the first call: loading certificates takes long."""
        with self._lock:
            if self._respond is None and has_proxies():
                self._own = client = httpx.Client()
                self._respond = _through(client)
            elif self._respond is None:
                self._own = transport = httpx.HTTPTransport()
                self._respond = _straight_to(transport)
            return self._respond


def _straight_to(transport: httpx.BaseTransport) -> _Respond:
    return lambda step: transport.handle_request(for_transport(step))


def _through(client: httpx.Client) -> _Respond:
    return lambda step: client.send(for_client(step, client), auth=None, follow_redirects=False, stream=True)


def _read(response: httpx.Response) -> bytes:
    try:
        reader = BodyReader(response.headers.get("content-encoding", ""))
        for piece in cast("Iterable[bytes]", response.stream):
            reader.feed(piece)
        return reader.finish()
    finally:
        response.close()
