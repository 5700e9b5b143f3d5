"""The mock as a server on this machine."""

import ipaddress
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

from connectory.model import Project

from ._api import MockApi
from ._auth import Known
from ._handler import LOGGER, handler_for
from ._masking import masked
from ._message import Exchange, MockRequest, MockResponse
from ._oauth2 import TOKEN_PATH


class MockServer:
    """Serves every connector of a project. A context manager: it answers inside `with`, and is gone after it."""

    def __init__(
        self,
        project: Project,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        credentials: Mapping[str, Known] | None = None,
        record: Callable[[Exchange], None] | None = None,
    ) -> None:
        """Take the port; nothing is answered yet.

        Args:
            project: what to serve.
            host: the address to listen on. Another than this machine's own opens the mock to the network.
            port: 0 takes a free one.
            credentials: by connector id and argument, the only credential to accept; the others accept any.
            record: told of every exchange before it is answered, one at a time.

        Raises:
            ValueError: for an empty host, which would mean every address, or an impossible port.
            OSError: when the address cannot be listened on.
        """
        if not host.strip():
            raise ValueError("the host is empty; say 0.0.0.0 to listen on every address")
        if not 0 <= port <= 65535:
            raise ValueError(f"{port} is no port; ports go from 0 to 65535")
        self._api = MockApi(project, credentials)
        self._connectors = frozenset(connector.id for connector in project.connectors)
        self._record = record
        self._recording = threading.Lock()
        self.host = host
        try:
            self._server = _server_class(host)((host, port), handler_for(self._reply))
        except OSError as error:
            raise OSError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="connectory-mock")

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"

    def url(self, connector_id: str) -> str:
        """The base URL of a connector, which replaces its first server whole.

        Raises:
            KeyError: when the project has no such connector.
        """
        if connector_id not in self._connectors:
            raise KeyError(connector_id)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/{connector_id}"

    def token_url(self, connector_id: str) -> str:
        """Where the mock issues tokens of OAuth 2.0 for a connector. `-/authorize` beside it is the page for people.

        Raises:
            KeyError: when the project has no such connector.
        """
        return f"{self.url(connector_id)}/{TOKEN_PATH}"

    def wait(self) -> None:
        """Serve until Ctrl-C."""
        with suppress(KeyboardInterrupt):
            threading.Event().wait()

    def close(self) -> None:
        """Stop: no thread and no socket is left. Connections that are still open are cut."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.cut()
        self._server.server_close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _reply(self, request: MockRequest) -> MockResponse:
        found = self._api.answer(request)
        if self._record is not None:
            exchange = Exchange(
                found.connector.id if found.connector else None,
                found.route.action.id if found.route else None,
                masked(request, found.connector, found.route),
                found.response,
            )
            with self._recording:
                self._record(exchange)
        return found.response


def _server_class(host: str) -> "type[_Server]":
    return _Server6 if ":" in host else _Server


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        self._opening = threading.Lock()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without asking the network for the machine's name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._opening:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._opening:
            self._open.discard(request)
        super().shutdown_request(request)

    def cut(self) -> None:
        """End connections that clients keep open, so that their threads end too."""
        with self._opening:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is logged, never printed."""
        del request, client_address
        if not isinstance(sys.exc_info()[1], ConnectionError):
            LOGGER.exception("The mock lost a connection")


class _Server6(_Server):
    address_family = socket.AF_INET6
