"""Over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from shop_client import AsyncShop, Shop
from shop_testing import CREDENTIALS

from connectory_runtime import NotDelivered
from connectory_runtime.fast import fast_transport


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    connections: set[tuple[str, int]]

    def do_GET(self) -> None:
        type(self).connections.add(self.client_address)
        body = gzip.compress(json.dumps({"id": 7, "name": self.path}).encode())
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(content), 7):
            piece = content[start : start + 7]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64


@pytest.fixture
def server() -> Iterator[str]:
    Handler.connections = set()
    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


Use = Callable[[str, str, dict[str, Any]], Any]


@pytest.fixture(params=["sync", "async", "fast"])
def call(request: pytest.FixtureRequest) -> Use:
    """Calls a method of a client for a base URL."""

    def blocking(base_url: str, method: str, arguments: dict[str, Any]) -> Any:
        with Shop(base_url=base_url, timeout=5, retries=0, **CREDENTIALS) as shop:
            return getattr(shop, method)(**arguments)

    async def awaiting(base_url: str, method: str, arguments: dict[str, Any]) -> Any:
        options: dict[str, Any] = {"transport": fast_transport()} if request.param == "fast" else {}
        async with AsyncShop(base_url=base_url, timeout=5, retries=0, **options, **CREDENTIALS) as shop:
            return await getattr(shop, method)(**arguments)

    if request.param == "sync":
        return blocking
    if request.param == "fast":
        pytest.importorskip("aiohttp")
    return lambda *arguments: asyncio.run(awaiting(*arguments))


def test_get(server: str, call: Use) -> None:
    assert call(server, "get_item", {"item": "a/b", "verbose": True}).name == "/v1/items/a%2Fb?verbose=true"


def test_post(server: str, call: Use) -> None:
    person = {"firstName": "Їжак", "note": "x" * 5000}
    answered = call(server, "add_person", {"person": person})
    assert answered.model_dump(by_alias=True, exclude_unset=True) == person


def test_connections_are_kept(server: str) -> None:
    with Shop(base_url=server, **CREDENTIALS) as shop:
        for item in range(5):
            shop.get_item(item=item)
    assert len(Handler.connections) == 1

    async def many() -> None:
        async with AsyncShop(base_url=server, **CREDENTIALS) as shop:
            for item in range(5):
                await shop.get_item(item=item)

    asyncio.run(many())
    assert len(Handler.connections) == 2


def test_threads_share_a_client(server: str) -> None:
    names: list[str] = []
    with Shop(base_url=server, **CREDENTIALS) as shop:
        threads = [
            threading.Thread(target=lambda item=item: names.append(shop.get_item(item=item).name)) for item in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(names) == sorted(f"/v1/items/{item}" for item in range(16))


def test_tasks_share_a_client(server: str) -> None:
    async def many() -> list[str]:
        async with AsyncShop(base_url=server, **CREDENTIALS) as shop:
            return [item.name for item in await asyncio.gather(*(shop.get_item(item=item) for item in range(16)))]

    assert asyncio.run(many()) == [f"/v1/items/{item}" for item in range(16)]


def test_proxies_of_the_environment_are_used(server: str, call: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server)
    assert call("http://nowhere.invalid/api", "get_item", {"item": 1}).name == "http://nowhere.invalid/api/v1/items/1"


def test_nobody_listens(call: Use) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotDelivered) as caught:
        call(f"http://127.0.0.1:{port}", "renew", {})
    assert caught.value.retryable


def test_no_such_host(call: Use) -> None:
    with pytest.raises(NotDelivered):
        call("http://nowhere.invalid", "renew", {})


def test_a_client_of_the_caller_stays_open(server: str) -> None:
    with httpx.Client(headers={"X-Mine": "1"}) as client:
        with Shop(base_url=server, http_client=client, **CREDENTIALS) as shop:
            shop.get_item(item=1)
        assert client.get(f"{server}/still").status_code == 200
