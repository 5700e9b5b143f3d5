"""Failures of aiohttp as those of httpx, which say whether the request was sent. Texts never hold an address."""

from __future__ import annotations

import aiohttp
import httpx
from aiohttp.http_exceptions import HttpProcessingError

NOT_HTTP = "the server did not answer in HTTP"
FAILURES = (aiohttp.ClientError, HttpProcessingError, OSError)


def translated(error: BaseException) -> httpx.TransportError:
    """The failure of httpx that means the same. What is not known to come before sending may have come after it."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout("connecting took too long")
        case aiohttp.ClientConnectorCertificateError():
            return httpx.ConnectError(str(error.certificate_error))
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(str(error.os_error))
        case aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(f"the proxy answered {error.status}")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol("the address is not one of HTTP")
        case TimeoutError():
            return httpx.ReadTimeout("the server was silent for too long")
        case aiohttp.ServerDisconnectedError():
            return httpx.RemoteProtocolError("the server closed the connection without an answer")
        case aiohttp.ClientResponseError() | HttpProcessingError():
            return httpx.RemoteProtocolError(NOT_HTTP)
        case aiohttp.ClientPayloadError():
            return httpx.RemoteProtocolError("the answer ended too early")
        case OSError():
            return httpx.ReadError(error.strerror or "the connection broke")
        case _:
            return httpx.ReadError("the connection broke")
