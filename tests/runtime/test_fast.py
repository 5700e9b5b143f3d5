"""What the fast transport must not take over from aiohttp. Most of its behaviour is tested beside the other drivers."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import httpx
import pytest
from shop_client import AsyncShop
from shop_testing import CANARY, CREDENTIALS

from connectory_runtime import DeliveryUnknown
from connectory_runtime.fast import fast_transport

pytest.importorskip("aiohttp")

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
LIMITS = {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers the requests it gets, in order; an empty answer hangs up."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.connections = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(asyncio.IncompleteReadError):
            while self.answers:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.heads.append(head)
                lengths = [line[15:] for line in head.splitlines() if line.lower().startswith("content-length:")]
                self.bodies.append(await reader.readexactly(int(*lengths)) if lengths else b"")
                answer = self.answers.pop(0)
                writer.write(answer)
                if not answer:
                    break
        writer.close()


async def _with(serve: Serve, use: Callable[[str], Awaitable[None]]) -> None:
    writers: list[asyncio.StreamWriter] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(ConnectionError):
            await serve(reader, writer)

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        try:
            await use(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
        finally:
            for writer in writers:
                writer.transport.abort()
            await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)


def run(serve: Serve, use: Callable[[httpx.AsyncBaseTransport, str], Awaitable[None]]) -> None:
    async def use_transport(url: str) -> None:
        async with fast_transport() as transport:
            await use(transport, url)

    asyncio.run(_with(serve, use_transport))


async def send(
    transport: httpx.AsyncBaseTransport, method: str, url: str, content: bytes | None = None, **limits: float | None
) -> httpx.Response:
    request = httpx.Request(method, url, content=content, extensions={"timeout": {**LIMITS, **limits}})
    response = await transport.handle_async_request(request)
    await response.aread()
    await response.aclose()
    return response


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_nothing_is_sent_twice_when_a_kept_connection_breaks(method: str) -> None:
    server = Server(OK, b"", OK)

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        await send(transport, "GET", url)
        with pytest.raises(httpx.RemoteProtocolError):
            await send(transport, method, url)

    run(server.serve, use)
    assert (len(server.heads), server.connections) == (2, 1)


def test_a_call_says_that_the_delivery_is_unknown() -> None:
    async def use(url: str) -> None:
        async with AsyncShop(base_url=url, transport=fast_transport(), **CREDENTIALS) as shop:
            with pytest.raises(DeliveryUnknown):
                await shop.renew()

    asyncio.run(_with(Server(b"").serve, use))


def test_only_what_was_given_is_sent() -> None:
    server = Server(OK)

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        request = httpx.Request("POST", f"{url}/a%2Fb/%21?q=%20%2B", headers={"X-Name": "ä".encode()}, content=b"{}")
        response = await transport.handle_async_request(request)
        await response.aclose()
        port = url.rpartition(":")[2]
        expected = {
            "POST /a%2Fb/%21?q=%20%2B HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "X-Name: ä",
            "Content-Length: 2",
        }
        assert set(server.heads[0].strip().splitlines()) == expected

    run(server.serve, use)


def test_no_redirect_is_followed_and_no_cookie_kept() -> None:
    server = Server(
        b"HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n", OK
    )

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        first = await send(transport, "GET", url)
        assert (first.status_code, first.headers.get_list("set-cookie")) == (302, ["a=b", "c=d"])
        await send(transport, "GET", url)

    run(server.serve, use)
    assert "Cookie" not in server.heads[1]


def test_large_bodies_arrive_whole() -> None:
    server, content = Server(OK), bytes(range(256)) * 4096

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        await send(transport, "POST", url, content)

    run(server.serve, use)
    assert server.bodies == [content]
    assert "chunked" not in server.heads[0]


def test_streams_are_sent() -> None:
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"0\r\n\r\n"))
        writer.write(OK)
        writer.close()

    async def pieces() -> object:
        yield b"one"
        yield b"two"

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        async with httpx.AsyncClient(transport=transport) as client:
            assert (await client.post(url, content=pieces())).json() == {}

    run(serve, use)
    assert received[0].endswith(b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")
    assert received[0].count(b"chunked") == 1


def test_a_server_that_takes_nothing_is_given_up() -> None:
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.close()

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        with pytest.raises(httpx.WriteTimeout):
            await send(transport, "POST", url, bytes(32 * 1024 * 1024), write=0.05)
        done.set()

    run(serve, use)


def test_waiting_for_a_connection_is_bounded() -> None:
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.write(OK)
        writer.close()

    async def use(url: str) -> None:
        async with fast_transport(limits=httpx.Limits(max_connections=1)) as transport:
            first = asyncio.create_task(send(transport, "GET", url))
            await asyncio.sleep(0)
            with pytest.raises(httpx.ConnectTimeout):
                await send(transport, "GET", url, connect=0.02, pool=0.02)
            done.set()
            assert (await first).status_code == 200

    asyncio.run(_with(serve, use))


def test_failures_never_show_the_address() -> None:
    answers = [b"HTTP/1.1 200 OK\r\nbroken\r\n\r\n", b"SSH-2.0\r\n", b""]
    texts: list[str] = []

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        for _ in range(3):
            with pytest.raises(httpx.TransportError) as caught:
                await send(transport, "GET", f"{url}/?key={CANARY}")
            texts.append(repr(caught.value))
            assert caught.value.__suppress_context__

    run(Server(*answers).serve, use)
    assert len(texts) == 3
    assert CANARY not in "".join(texts)


def test_it_can_be_used_again_after_it_was_closed() -> None:
    server = Server(OK, OK)

    async def use(url: str) -> None:
        transport = fast_transport()
        for _ in range(2):
            async with AsyncShop(base_url=url, transport=transport, **CREDENTIALS) as shop:
                await shop.renew()

    asyncio.run(_with(server.serve, use))
    assert server.connections == 2


def test_a_proxy_is_given_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://nowhere.invalid")
    server = Server(OK)

    async def use(url: str) -> None:
        async with fast_transport(proxy=url.replace("//", "//me:s%40me@")) as transport:
            await send(transport, "GET", "http://shop.invalid/x")

    asyncio.run(_with(server.serve, use))
    head = server.heads[0].splitlines()
    assert head[0] == "GET http://shop.invalid/x HTTP/1.1"
    assert "Proxy-Authorization: Basic bWU6c0BtZQ==" in head


def test_a_proxy_that_refuses_a_tunnel_means_not_sent() -> None:
    server = Server(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    async def use(url: str) -> None:
        async with fast_transport(proxy=url.replace("//", "//me:secret@")) as transport:
            with pytest.raises(httpx.ProxyError, match="403"):
                await send(transport, "GET", "https://shop.invalid/x")

    asyncio.run(_with(server.serve, use))
    assert server.heads[0].startswith("CONNECT shop.invalid:443 ")
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0" in server.heads[0]


def test_no_proxy_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "http://nowhere.invalid")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    async def use(transport: httpx.AsyncBaseTransport, url: str) -> None:
        assert (await send(transport, "GET", url)).status_code == 200

    run(Server(OK).serve, use)


def test_other_kinds_of_proxies_are_refused() -> None:
    with pytest.raises(ValueError, match="HTTP proxies only") as caught:
        fast_transport(proxy=f"socks5://me:{CANARY}@127.0.0.1:1")
    assert CANARY not in str(caught.value)


def test_a_server_that_speaks_no_tls_means_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"

        async def use() -> None:
            async with fast_transport() as transport:
                calling = asyncio.create_task(send(transport, "GET", url))
                connection, _ = await asyncio.to_thread(listener.accept)
                with connection:
                    connection.sendall(b"this is no TLS\r\n")
                    with pytest.raises(httpx.ConnectError):
                        await calling

        asyncio.run(use())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "connectory_runtime._aiohttp", raising=False)
    monkeypatch.delitem(sys.modules, "connectory_runtime._aiohttp_errors", raising=False)
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(ImportError, match=r"connectory\[fast\]"):
        fast_transport()
