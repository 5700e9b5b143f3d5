"""Watching: hooks, and spans of OpenTelemetry."""

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from shop_testing import CANARY, Api, Shopper

from connectory_runtime import NotDelivered, NotFound, RequestView, ResponseView
from connectory_runtime.testing import FakeClock

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_item", {"item": 1}),
    ("list_items", {}),
    ("whoami", {}),
    ("set_emails", {"first": "a"}),
    ("login", {"user": "u", "password": CANARY}),
    ("search", {"password": CANARY}),
]


class Watcher:
    """Keeps what hooks are shown. Coroutine functions where the driver takes them, if wanted."""

    def __init__(self, *, awaited: bool) -> None:
        self.seen: list[RequestView | ResponseView] = []
        self.hook: Callable[[Any], Any] = self._later if awaited else self.seen.append

    async def _later(self, view: RequestView | ResponseView) -> None:
        self.seen.append(view)

    def watch(self, shopper: Shopper, api: Api, method: str, **arguments: Any) -> Any:
        return shopper.with_client(
            api,
            lambda shop: getattr(shop, method)(**arguments),
            on_request=self.hook,
            on_response=self.hook,
        )


@pytest.fixture(params=[False, True], ids=["function", "coroutine function"])
def watcher(shopper: Shopper, request: pytest.FixtureRequest) -> Watcher:
    return Watcher(awaited=request.param and shopper.driver.startswith("async"))


def test_hooks_see_request_and_answer(shopper: Shopper, watcher: Watcher) -> None:
    watcher.watch(shopper, Api(headers={"X-Request-Id": "r-1"}), "get_item", item=7)
    request, response = watcher.seen
    assert isinstance(request, RequestView)
    assert isinstance(response, ResponseView)
    assert (request.connector, request.action, request.method) == ("shop", "get_item", "GET")
    assert request.url == "https://shop.example/api/v1/items/7"
    assert request.headers["Authorization"] == "***"
    assert request.headers["User-Agent"].startswith("connectory/")
    assert response.request == request
    assert (response.status, response.headers["x-request-id"], response.request_id) == (200, "r-1", "r-1")
    assert 0 < response.elapsed < 60


def test_refusals_are_answers_and_broken_connections_are_not(shopper: Shopper, watcher: Watcher) -> None:
    with pytest.raises(NotFound):
        watcher.watch(shopper, Api(404), "get_item", item=7)
    assert [type(view) for view in watcher.seen] == [RequestView, ResponseView]
    watcher.seen.clear()
    with pytest.raises(NotDelivered):
        watcher.watch(shopper, Api(failure=httpx.ConnectError("refused")), "delete_item", id=7)
    assert {type(view) for view in watcher.seen} == {RequestView}


@pytest.mark.parametrize(("method", "arguments"), CALLS)
def test_hooks_see_no_secret(shopper: Shopper, watcher: Watcher, method: str, arguments: dict[str, Any]) -> None:
    api = Api(headers={"X-Echo": f"you sent {CANARY}", "Set-Cookie": "session=new", "X-Request-Id": CANARY})
    watcher.watch(shopper, api, method, **arguments)
    assert len(watcher.seen) == 2
    shown = repr(watcher.seen)
    assert CANARY not in shown
    assert "Y2FuYXJ5" not in shown
    assert "session=new" not in shown


@pytest.mark.parametrize("hook", ["on_request", "on_response"])
@pytest.mark.parametrize(
    "call", [lambda shop: shop.get_item(item=7), lambda shop: shop.execute("get_item", {"item": 7})]
)
def test_what_a_hook_raises_reaches_the_caller(shopper: Shopper, hook: str, call: Callable[[Any], Any]) -> None:
    def stop(view: RequestView | ResponseView) -> None:
        raise LookupError(view.headers.get("X-Trace", "stopped"))

    api = Api()
    with pytest.raises(LookupError, match="stopped"):
        shopper.with_client(api, call, **{hook: stop})
    assert len(api.requests) == (hook == "on_response")


class _Span:
    def __init__(self, name: str, options: dict[str, Any]) -> None:
        self.name = name
        self.options = options
        self.attributes: dict[str, Any] = dict(options["attributes"])
        self.status: str | None = None
        self.set_attribute = self.attributes.__setitem__

    def set_status(self, status: str) -> None:
        self.status = status

    def __enter__(self) -> "_Span":
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = True


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> list[_Span]:
    """What a tracer of OpenTelemetry would be given."""
    made: list[_Span] = []

    def start(name: str, **options: Any) -> _Span:
        made.append(_Span(name, options))
        return made[-1]

    trace = SimpleNamespace(
        SpanKind=SimpleNamespace(CLIENT="client"),
        StatusCode=SimpleNamespace(ERROR="error"),
        get_tracer=lambda name, version: SimpleNamespace(start_as_current_span=start),
    )
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", trace)
    return made


def test_each_request_is_a_span(shopper: Shopper, spans: list[_Span]) -> None:
    shopper.call(Api(), "list_items", limit=3)
    (span,) = spans
    assert (span.name, span.options["kind"], span.status, span.ended) == ("GET /api/v1/items", "client", None, True)
    assert span.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "server.address": "shop.example",
        "server.port": 443,
        "url.full": "https://shop.example/api/v1/items?limit=3&key=***",
        "url.template": "/api/v1/items",
        "connectory.action": "shop.list_items",
    }


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        (Api(404), "404"),
        (Api(failure=httpx.ReadTimeout(CANARY)), "timed out"),
        (Api(content=b"x", headers={"content-encoding": "br"}), "unreadable"),
    ],
)
def test_a_failure_marks_its_span(shopper: Shopper, spans: list[_Span], api: Api, kind: str) -> None:
    shopper.execute(api, "delete_item", {"id": 7})
    (span,) = spans
    assert (span.status, span.attributes["error.type"]) == ("error", kind)
    assert CANARY not in repr(vars(span))


def test_a_raising_hook_marks_its_span(shopper: Shopper, spans: list[_Span]) -> None:
    def stop(view: RequestView) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        shopper.with_client(Api(), lambda shop: shop.get_item(item=7), on_request=stop)
    assert spans[0].attributes["error.type"] == "LookupError"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return kept


def test_a_real_tracer_takes_the_spans(shopper: Shopper, exporter: InMemorySpanExporter) -> None:
    shopper.execute(Api(404), "list_items")
    (span,) = exporter.get_finished_spans()
    assert span.attributes is not None
    assert span.name == "GET /api/v1/items"
    assert span.kind is trace.SpanKind.CLIENT
    assert span.status.status_code is trace.StatusCode.ERROR
    assert span.attributes["http.response.status_code"] == 404
    assert CANARY not in span.to_json()


def test_a_span_says_how_often_a_request_was_sent_before(shopper: Shopper, spans: list[_Span]) -> None:
    shopper.with_client(Api(503), lambda shop: shop.execute("list_items"), retries=2, clock=FakeClock())
    assert [span.attributes.get("http.request.resend_count") for span in spans] == [None, 1, 2]


def test_trace_headers_are_sent_only_by_who_asks_for_them(shopper: Shopper, exporter: InMemorySpanExporter) -> None:
    def traced(options: Any) -> Any:
        api = Api()
        with trace.get_tracer("caller").start_as_current_span("work"):
            own: dict[str, str] = {}
            TraceContextTextMapPropagator().inject(own)
            shopper.execute(api, "list_items", {}, options(own))
        return api.request.headers

    assert "traceparent" not in traced(lambda _: None)
    sent = traced(lambda own: {"headers": own})["traceparent"]
    call, work = exporter.get_finished_spans()[-2:]
    assert call.parent is not None
    assert work.context is not None
    assert call.parent.span_id == work.context.span_id
    assert f"{work.context.trace_id:032x}" in sent
