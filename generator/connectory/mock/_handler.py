"""One connection of the server: reads requests, has them answered, writes the answers."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, TypeAlias

from ._message import MockRequest, MockResponse
from ._reply import json_reply

LOGGER = logging.getLogger("connectory.mock")

Reply: TypeAlias = Callable[[MockRequest], MockResponse]

_LARGEST_BODY = 16 * 1024 * 1024
_LONGEST_LINE = 100
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")
_IDLE_SECONDS = 30
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})
_BODILESS = frozenset({204, 304})


def handler_for(reply: Reply) -> type[BaseHTTPRequestHandler]:
    """A handler class whose requests are answered by `reply`."""

    class Handler(_Handler):
        answer = staticmethod(reply)

    return Handler


class _BodyError(Exception):
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Answers without a status line, as HTTP/0.9 has them, are of use to nobody.
    default_request_version = "HTTP/1.0"
    server_version = "connectory-mock"
    sys_version = ""
    timeout = _IDLE_SECONDS
    # Head and body leave in one packet, at once.
    wbufsize = -1
    disable_nagle_algorithm = True
    answer: Reply

    def _serve(self) -> None:
        try:
            request = MockRequest(self.command, self.path, tuple(self.headers.items()), self._read_body())
        except _BodyError as error:
            # What is left of the body would be taken for the next request.
            self.close_connection = True
            self._write(json_reply(error.status, {"message": str(error)}, "strict-violation"))
            return
        try:
            response = self.answer(request)
        except Exception:
            LOGGER.exception("The mock failed to answer %s %s", request.method, request.path)
            response = json_reply(500, {"message": "the mock failed to answer; its log says why"}, "broken")
        self._write(response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _read_body(self) -> bytes:
        if "Transfer-Encoding" in self.headers:
            return self._read_chunks()
        lengths = self.headers.get_all("Content-Length", ["0"])
        if len(lengths) != 1 or not lengths[0].isascii() or not lengths[0].isdigit():
            raise _BodyError(HTTPStatus.BAD_REQUEST, "Content-Length is no number")
        length = int(lengths[0])
        if length > _LARGEST_BODY:
            raise _BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {_LARGEST_BODY} bytes")
        body = self.rfile.read(length)
        if len(body) < length:
            raise _BodyError(HTTPStatus.BAD_REQUEST, "the body is shorter than its Content-Length")
        return body

    def _read_chunks(self) -> bytes:
        if self.headers.get_all("Transfer-Encoding") != ["chunked"] or "Content-Length" in self.headers:
            raise _BodyError(HTTPStatus.BAD_REQUEST, "the body is framed in two ways, or in one that is not known")
        body = b""
        while size := self._read_size():
            if len(body) + size > _LARGEST_BODY:
                raise _BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {_LARGEST_BODY} bytes")
            chunk = self.rfile.read(size + 2)
            if chunk[size:] != b"\r\n":
                raise _BodyError(HTTPStatus.BAD_REQUEST, "a chunk of the body is not as long as it says")
            body += chunk[:size]
        if self.rfile.readline(_LONGEST_LINE) != b"\r\n":
            raise _BodyError(HTTPStatus.BAD_REQUEST, "the chunks of the body do not end")
        return body

    def _read_size(self) -> int:
        """The size of the next chunk."""
        digits = self.rfile.readline(_LONGEST_LINE).strip()
        if not _SIZE.fullmatch(digits):
            raise _BodyError(HTTPStatus.BAD_REQUEST, "a chunk of the body has no size")
        return int(digits, 16)

    def _write(self, response: MockResponse) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            if name.lower() not in _FRAMING:
                self.send_header(name, value.encode("latin-1", "replace").decode("latin-1"))
        if response.status not in _BODILESS:
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and response.status not in _BODILESS:
            self.wfile.write(response.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what the standard library could not read, in JSON like everything else."""
        del explain
        self.close_connection = True
        self._write(json_reply(code, {"message": message or HTTPStatus(code).phrase}, "strict-violation"))

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are recorded by the server, not printed."""
