"""OpenTelemetry spans, one for each request, where the application uses OpenTelemetry.

It is never imported here: an application that collects spans has done so, and for all others spans would be lost.
Names and attributes are those of the stable conventions for HTTP clients. No trace header is sent, for the API
belongs to somebody else; who wants one adds it with `headers` of the options or in a client of httpx.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from ._message import Broken, Received, Send
from ._version import VERSION

_Report: TypeAlias = Callable[[Received | Broken], None]


def _nobody(outcome: Received | Broken) -> None:
    del outcome


_SILENT: AbstractContextManager[_Report] = nullcontext(_nobody)


def spanned(step: Send) -> AbstractContextManager[_Report]:
    """A context in which a request is sent. It gives a function to call with what came of it."""
    trace = sys.modules.get("opentelemetry.trace")
    return _SILENT if trace is None else _span(trace, step)


@contextmanager
def _span(trace: Any, step: Send) -> Generator[_Report]:
    request = step.request
    action, place = request.action, urlsplit(request.shown)
    attributes: dict[str, str | int] = {
        "http.request.method": request.method,
        "server.address": place.hostname or "",
        "server.port": place.port or (443 if place.scheme == "https" else 80),
        "url.full": request.shown,
        "url.template": request.template,
        "connectory.action": f"{action.connector.id}.{action.id}",
    }
    if step.resent:
        attributes["http.request.resend_count"] = step.resent
    tracer = trace.get_tracer("connectory", VERSION)
    with tracer.start_as_current_span(
        f"{request.method} {request.template}",
        kind=trace.SpanKind.CLIENT,
        attributes=attributes,
        # What a hook raises may show anything; its type is enough.
        record_exception=False,
        set_status_on_exception=False,
    ) as span:

        def report(outcome: Received | Broken) -> None:
            status = outcome.status if isinstance(outcome, Broken) else outcome.response.status
            if status is not None:
                span.set_attribute("http.response.status_code", status)
            if isinstance(outcome, Broken):
                fail(outcome.kind)
            elif outcome.response.status >= 400:
                fail(str(outcome.response.status))

        def fail(kind: str) -> None:
            span.set_attribute("error.type", kind)
            span.set_status(trace.StatusCode.ERROR)

        try:
            yield report
        except BaseException as error:
            fail(type(error).__qualname__)
            raise
