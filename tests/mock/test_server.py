"""The socket shell: real connections on loopback, through http.client."""

import http.client
import json
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from connectory.mock import Exchange, MockServer, describe
from connectory.model import Project

SIGNED = {"Authorization": "Basic Y29ubmVjdG9yeTpr"}


@pytest.fixture
def records() -> list[Exchange]:
    return []


@pytest.fixture
def server(project: Project, records: list[Exchange]) -> Iterator[MockServer]:
    with MockServer(project, record=records.append) as running:
        yield running


@pytest.fixture
def connection(server: MockServer) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection(server.host, server.port, timeout=5)
    yield opened
    opened.close()


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def raw(server: MockServer, request: bytes) -> bytes:
    with socket.create_connection((server.host, server.port), timeout=5) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_several_requests_on_one_connection(connection: http.client.HTTPConnection) -> None:
    for status, target in ((200, "/shop/v1/orders/7"), (404, "/shop/v1/orders/404"), (400, "/shop/v1/orders/x")):
        connection.request("GET", target, headers=SIGNED)
        response = connection.getresponse()
        assert response.status == status
        json.loads(response.read())
    kept = connection.sock
    connection.request("POST", "/shop/v1/orders", "{", {**SIGNED, "Content-Type": "application/json"})
    assert connection.getresponse().read()
    assert connection.sock is kept is not None


def test_answer_without_content(connection: http.client.HTTPConnection) -> None:
    connection.request("DELETE", "/shop/v1/orders/7.soft", headers=SIGNED)
    response = connection.getresponse()
    assert (response.status, response.read(), response.getheader("Content-Length")) == (204, b"", None)


def test_head_has_no_body(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/shop/v1/orders/7", headers=SIGNED)
    response = connection.getresponse()
    assert (response.status, response.read()) == (405, b"")


def test_addresses(server: MockServer) -> None:
    assert server.url("shop") == f"http://127.0.0.1:{server.port}/shop"
    assert server.is_local
    with pytest.raises(KeyError):
        server.url("other")


def test_exchanges_are_recorded_without_secrets(server: MockServer, records: list[Exchange]) -> None:
    client = http.client.HTTPConnection(server.host, server.port, timeout=5)
    body = json.dumps({"customer": {"email": "a@example.com", "pin": "c4nary"}, "password": "c4nary"})
    client.request("POST", "/shop/v1/orders", body, {**SIGNED, "Content-Type": "application/json"})
    client.getresponse().read()
    client.close()
    (exchange,) = records
    assert (exchange.connector, exchange.action, exchange.response.status) == ("shop", "add_order", 201)
    assert exchange.request.header("Authorization") == "•••"
    assert json.loads(exchange.request.body) == {
        "customer": {"email": "a@example.com", "pin": "•••"},
        "password": "•••",
    }
    assert "c4nary" not in repr(exchange)


CHUNKED = b"POST /shop HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
BROKEN: dict[str, tuple[bytes, int]] = {
    "no HTTP": (b"hello\r\n\r\n", 400),
    "unknown method": (b"BREW /shop HTTP/1.1\r\nHost: x\r\n\r\n", 501),
    "chunk without a size": (CHUNKED + b"\r\nzz\r\n", 400),
    "chunk of another length": (
        CHUNKED + b"\r\n3\r\nabcde\r\n0\r\n\r\n",
        400,
    ),
    "chunks with trailers": (
        CHUNKED + b"\r\n0\r\nX: y\r\n\r\n",
        400,
    ),
    "chunk too large": (CHUNKED + b"\r\nffffffff\r\n", 413),
    "framed twice": (
        CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n",
        400,
    ),
    "length that is no number": (b"POST /shop HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    "two lengths": (b"POST /shop HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n", 400),
    "body that is too large": (b"POST /shop HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413),
    "body that is too short": (b"POST /shop HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{}", 400),
    "long line": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
    "many headers": (b"GET /shop HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
    "raw bytes in the path": (b"GET /shop/\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    "absolute target": (b"GET http://x/shop/v1/orders/7 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_requests_are_refused_in_json(server: MockServer, case: str) -> None:
    request, status = BROKEN[case]
    head, _, body = raw(server, request).partition(b"\r\n\r\n")
    assert head.split(b" ", 2)[1] == str(status).encode()
    assert json.loads(body)["message"]


def test_failure_of_the_mock_is_told_and_logged(
    project: Project, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(_exchange: Exchange) -> None:
        raise RuntimeError("c4nary")

    with MockServer(project, record=fail) as server, caplog.at_level(logging.ERROR, "connectory.mock"):
        answer = raw(server, b"GET /shop/v1/orders/7?api_key=s3cret HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"c4nary" not in answer
    assert "c4nary" in caplog.text
    assert "s3cret" not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_nothing_is_left_after_the_end(project: Project) -> None:
    before = set(threading.enumerate())
    with MockServer(project) as server:
        idle = http.client.HTTPConnection(server.host, server.port, timeout=5)
        idle.request("GET", "/shop/v1/orders/7", headers=SIGNED)
        idle.getresponse().read()
        port = server.port
    assert set(threading.enumerate()) == before
    assert idle.sock is not None
    assert idle.sock.recv(1) == b""
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_it_may_be_closed_without_having_been_started(project: Project) -> None:
    server = MockServer(project)
    server.close()
    with MockServer(project, port=server.port) as again:
        assert again.port == server.port


def test_concurrent_requests(server: MockServer, records: list[Exchange]) -> None:
    def call() -> None:
        client = http.client.HTTPConnection(server.host, server.port, timeout=5)
        client.request("GET", "/shop/v1/orders/7", headers=SIGNED)
        client.getresponse().read()
        client.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [exchange.response.status for exchange in records] == [200] * 8


@pytest.mark.parametrize(("options", "message"), [({"host": ""}, "0.0.0.0"), ({"port": 70000}, "65535")])
def test_impossible_addresses(project: Project, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MockServer(project, **options)


def test_taken_port(project: Project, server: MockServer) -> None:
    with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{server.port}: "):
        MockServer(project, port=server.port)


def test_interrupt_is_the_normal_end_of_waiting(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[str] = []

    def wait(_event: threading.Event) -> None:
        waits.append("interrupted")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(threading.Event, "wait", wait)
        server.wait()
    assert waits == ["interrupted"]


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_loopback_of_ipv6(project: Project) -> None:
    with MockServer(project, host="::1") as server:
        assert (server.is_local, server.url("shop")) == (True, f"http://[::1]:{server.port}/shop")
        client = http.client.HTTPConnection("::1", server.port, timeout=5)
        client.request("GET", "/shop/v1/orders/7", headers=SIGNED)
        assert client.getresponse().status == 200
        client.close()


def test_description_has_a_command_that_works(
    project: Project, server: MockServer, connection: http.client.HTTPConnection
) -> None:
    text = describe(project, server)
    base = server.url("shop")
    assert text.startswith(f"Shop: {base}\n  curl -u connectory:any-key {base}/v1/orders/404\n")
    assert "Anyone" not in text
    connection.request("GET", "/shop/v1/orders/404", headers=SIGNED)
    assert connection.getresponse().status == 404
