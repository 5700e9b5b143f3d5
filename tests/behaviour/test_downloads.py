"""Answers that are files, and answers that are read piece by piece."""

from __future__ import annotations

import asyncio
import gzip
import inspect
import json
import os
import threading
import tracemalloc
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from hypothesis import given
from hypothesis import strategies as st

from connectory.mock import MockServer
from connectory_runtime import ActionError, DeliveryUnknown, Download, InvalidResponse, NotFound, ServerError, TimedOut
from connectory_runtime._disposition import filename_in
from connectory_runtime.fast import fast_transport
from connectory_runtime.testing import FakeClock, answering

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
ACTIONS = {
    "get_manual": """
effect: read
endpoint: GET /manuals/{id}
input: {id: {type: string, required: true}}
output: {type: string, format: binary, contentMediaType: application/pdf}
examples:
  - title: One
    input: {id: a}
    response: {status: 200, text: "%PDF", headers: {Content-Type: application/pdf}}
""",
    "get_photo": """
effect: read
endpoint: GET /photos/{id}
input: {id: {type: string, required: true}}
output: {type: string, format: binary}
""",
    "export_rows": """
effect: read
endpoint: GET /rows
output: {type: string, contentMediaType: text/csv}
""",
    "get_thing": """
effect: read
endpoint: GET /things/{id}
input: {id: {type: string, required: true}}
output: {type: object, properties: {name: {type: string}}}
""",
    "check_thing": """
effect: read
endpoint: GET /checks
error_when: {$response.json.ok: [false]}
""",
    "check_report": """
effect: read
endpoint: GET /reports/{id}
input: {id: {type: string, required: true}}
error_when: {$response.headers.X-State: [failed]}
""",
    "check_words": """
effect: read
endpoint: GET /words
success_when: {$response.text: [fine]}
""",
    "each_thing": """
effect: read
input: {ids: {type: array, items: {type: string}, required: true}}
each: {over: ids, action: get_thing, as: id}
""",
}
DRIVERS = ("sync", "sync client", "async", "async client", "fast")
LARGE = 100 * 1024 * 1024
MANUAL = {
    "Content-Encoding": "gzip",
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="../../manual.pdf"',
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    protocol_version = "HTTP/1.1"
    failures = 0

    def do_GET(self) -> None:
        what = self.path.rpartition("/")[2]
        match what:
            case "large":
                self._head(200, {"Content-Length": str(LARGE)})
                piece = bytes(1024 * 1024)
                for _ in range(LARGE // len(piece)):
                    self.wfile.write(piece)
            case "bomb":
                self._whole(gzip.compress(bytes(LARGE)), {"Content-Encoding": "gzip"})
            case "slow":
                self._head(200, {"Content-Length": "2"})
                self.wfile.write(b"1")
                threading.Event().wait(0.4)
                self.wfile.write(b"2")
            case "short":
                self._head(200, {"Content-Length": "10"})
                self.wfile.write(b"12345")
                self.close_connection = True
            case "cut":
                self._whole(gzip.compress(b"x" * 1000)[:-5], {"Content-Encoding": "gzip"})
            case "brotli":
                self._whole(b"abc", {"Content-Encoding": "br"})
            case "flaky" if type(self).failures:
                type(self).failures -= 1
                self._whole(b"{}", {}, 503)
            case "missing":
                self._whole(b'{"message": "no such manual"}', {"Content-Type": "application/json"}, 404)
            case _:
                self._whole(gzip.compress(b"%PDF"), MANUAL)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()

    def _whole(self, body: bytes, headers: dict[str, str], status: int = 200) -> None:
        self._head(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # the client had enough
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("downloads"), "download_clients", CONNECTOR, ACTIONS) as found:
        yield found


@pytest.fixture
def url() -> Iterator[str]:
    Handler.failures = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


@asynccontextmanager
async def _client(acme: Compiled, driver: str, **options: Any) -> AsyncIterator[Any]:
    options = {"api_key": "k", "retries": 0, "clock": FakeClock(), **options}
    match driver:
        case "sync":
            with acme.module.Acme(**options) as client:
                yield client
        case "sync client":
            with httpx.Client(trust_env=False) as own, acme.module.Acme(http_client=own, **options) as client:
                yield client
        case "async client":
            async with (
                httpx.AsyncClient(trust_env=False) as own,
                acme.module.AsyncAcme(http_client=own, **options) as client,
            ):
                yield client
        case _:
            more = {"transport": fast_transport()} if driver == "fast" else {}
            async with acme.module.AsyncAcme(**more, **options) as client:
                yield client


@asynccontextmanager
async def _stream(client: Any, method: Any, **arguments: Any) -> AsyncIterator[Any]:
    opening = client.stream(method, **arguments)
    if hasattr(opening, "__aenter__") and not hasattr(opening, "__enter__"):
        async with opening as stream:
            yield stream
    else:
        with opening as stream:
            yield stream


async def _pieces(stream: Any, **options: Any) -> list[bytes]:
    pieces = stream.iter_bytes(**options)
    return [piece async for piece in pieces] if hasattr(pieces, "__aiter__") else list(pieces)


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_file_is_returned_with_what_the_server_says_of_it(acme: Compiled, driver: str, url: str) -> None:
    async def run() -> tuple[Any, Any]:
        async with _client(acme, driver, base_url=url) as client:
            found = await _settled(client.get_manual(id="a"))
            return found, await _settled(client.execute("get_manual", {"id": "a"}))

    found, envelope = asyncio.run(run())
    assert found == Download(b"%PDF", "manual.pdf", "application/pdf")
    assert (bytes(found), len(found), repr(found)) == (b"%PDF", 4, "<Download 'manual.pdf', 4 bytes>")
    base64 = b64encode(b"%PDF").decode()
    assert envelope.data == {"base64": base64, "filename": "manual.pdf", "content_type": "application/pdf"}
    json.dumps(envelope.to_dict())


def test_the_declared_type_is_asked_for(acme: Compiled) -> None:
    transport = answering(httpx.Response(200, content=b"\x00"), "a,b\n", httpx.Response(200, content=b"{}"))
    with acme.module.Acme(api_key="k", transport=transport) as client:
        assert client.get_manual(id="a").content == b"\x00"
        assert client.export_rows() == "a,b\n"
        assert client.get_photo(id="a") == Download(b"{}")
    asked = [request.headers["accept"] for request in transport.requests]
    assert asked == ["application/pdf, */*;q=0.5", "text/csv, */*;q=0.5", "application/json, */*;q=0.5"]


def test_a_failure_leaves_an_empty_object(acme: Compiled) -> None:
    with acme.module.Acme(api_key="k", transport=answering(httpx.Response(404))) as client:
        assert client.execute("get_manual", {"id": "a"}).data == {}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a.pdf"', "a.pdf"),
        ("attachment; filename=a.pdf; size=5", "a.pdf"),
        ("attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%BC.pdf", "ü.pdf"),
        ("attachment; filename*=iso-8859-1'en'%FC.pdf", "ü.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Windows\\\\a.dll"', "a.dll"),
        ("attachment; filename*=UTF-8''..%2F..%2Fx", "x"),
        ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('attachment; filename=".."', None),
        ('attachment; filename="/"', None),
        ('attachment; filename=".ssh"', "ssh"),
        ('attachment; filename="Ã¼.pdf"', "ü.pdf"),
        ("attachment", None),
        ("", None),
    ],
)
def test_names_of_servers(header: str, name: str | None) -> None:
    assert filename_in(header) == name


@given(st.text())
def test_no_name_is_a_path(name: str) -> None:
    for header in (f'attachment; filename="{name}"', f"attachment; filename*=UTF-8''{name}", name):
        found = filename_in(header)
        if found is not None:
            assert found not in ("", ".", "..")
            assert found.isprintable()
            assert not {"/", "\\"} & set(found)


def test_saving_is_all_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "manual.pdf"
    assert Download(b"one", "../other").save(target) == target
    with pytest.raises(FileExistsError, match="overwrite=True"):
        Download(b"two").save(target)
    assert target.read_bytes() == b"one"
    Download(b"two").save(str(target), overwrite=True)
    assert target.read_bytes() == b"two"
    with pytest.raises(IsADirectoryError):
        Download(b"three", "name").save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manual.pdf"]
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("linking", [True, False])
def test_what_comes_in_between_is_not_overwritten(
    linking: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from connectory_runtime._saving import Saving

    def refuse(*_: object) -> None:
        raise PermissionError

    if not linking:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    file = Saving(tmp_path / "a", overwrite=False).__enter__()
    file.write(b"mine")
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        file.__exit__(None, None, None)
    assert (tmp_path / "a").read_bytes() == b"theirs"
    with Saving(tmp_path / "b", overwrite=False) as file:
        file.write(b"mine")
    assert (tmp_path / "b").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("driver", DRIVERS)
def test_any_answer_can_be_streamed(acme: Compiled, driver: str, url: str, tmp_path: Path) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url) as client:
            async with _stream(client, client.get_manual, id="a") as body:
                assert (body.status, body.filename, body.content_type) == (200, "manual.pdf", "application/pdf")
                assert body.headers["Content-Encoding"] == "gzip"
                assert await _pieces(body) == [b"%PDF"]
                with pytest.raises(RuntimeError, match="read already"):
                    await _settled(body.read())
            async with _stream(client, client.get_thing, id="a") as body:
                assert await _settled(body.read()) == b"%PDF"
            async with _stream(client, client.get_manual, id="a") as body:
                assert await _settled(body.save(tmp_path / "a.pdf")) == tmp_path / "a.pdf"
            async with _stream(client, client.get_manual, id="a") as body:
                pass
            with pytest.raises(RuntimeError, match="closed"):
                await _pieces(body)

    asyncio.run(run())
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize("driver", DRIVERS)
def test_refusals_are_raised_before_anything_is_handed_out(acme: Compiled, driver: str, url: str) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url, retries=2) as client:
            with pytest.raises(NotFound) as caught:
                async with _stream(client, client.get_manual, id="missing"):
                    raise AssertionError
            assert caught.value.api_message == "no such manual"
            Handler.failures = 2
            async with _stream(client, client.get_manual, id="flaky") as body:
                assert await _settled(body.read()) == b"%PDF"
            Handler.failures = 9
            with pytest.raises(ServerError):
                async with _stream(client, client.get_manual, id="flaky"):
                    raise AssertionError

    asyncio.run(run())


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize(
    ("what", "error", "message"),
    [
        ("short", DeliveryUnknown, "the connection broke"),
        ("cut", InvalidResponse, "ends too early"),
        ("brotli", InvalidResponse, "not asked for"),
    ],
)
def test_hostile_bodies(
    acme: Compiled, driver: str, url: str, what: str, error: type[ActionError], message: str, tmp_path: Path
) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url) as client:
            with pytest.raises(error, match=message):
                async with _stream(client, client.get_manual, id=what) as body:
                    await _settled(body.save(tmp_path / "x"))

    asyncio.run(run())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("driver", DRIVERS)
def test_limits_hold_for_what_is_uncompressed(acme: Compiled, driver: str, url: str, tmp_path: Path) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url) as client:
            for read in _reads(tmp_path):
                with pytest.raises(InvalidResponse, match="larger than 1000 bytes"):
                    async with _stream(client, client.get_manual, id="bomb") as body:
                        await _settled(read(body))
            async with _stream(client, client.get_manual, id="a") as body:
                assert await _settled(body.read(limit=4)) == b"%PDF"
            with pytest.raises(ValueError, match="0 or more"):
                async with _stream(client, client.get_manual, id="a") as body:
                    await _pieces(body, limit=-1)

    asyncio.run(run())


def _reads(tmp_path: Path) -> list[Callable[[Any], Any]]:
    return [
        lambda body: body.read(limit=1000),
        lambda body: _pieces(body, limit=1000),
        lambda body: body.save(tmp_path / "x", limit=1000),
    ]


@pytest.mark.parametrize("driver", ["sync", "async", "fast"])
@pytest.mark.parametrize("what", ["large", "bomb"])
def test_large_bodies_are_never_in_memory_whole(
    acme: Compiled, driver: str, what: str, url: str, tmp_path: Path
) -> None:
    async def run() -> int:
        async with (
            _client(acme, driver, base_url=url) as client,
            _stream(client, client.get_manual, id=what) as body,
        ):
            tracemalloc.start()
            try:
                await _settled(body.save(tmp_path / "large"))
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    assert asyncio.run(run()) < 8 * 1024 * 1024
    assert (tmp_path / "large").stat().st_size == LARGE


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_deadline_of_a_call_ends_with_the_head_of_its_answer(acme: Compiled, driver: str, url: str) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url, deadline=0.3) as client:
            async with _stream(client, client.get_manual, id="slow") as body:
                assert await _settled(body.read()) == b"12"
            with pytest.raises(TimedOut):
                await _settled(client.get_manual(id="slow"))

    asyncio.run(run())


@pytest.mark.parametrize("driver", DRIVERS)
def test_leaving_early_gives_the_client_back(acme: Compiled, driver: str, url: str) -> None:
    async def run() -> None:
        async with _client(acme, driver, base_url=url) as client:
            async with _stream(client, client.get_manual, id="large") as body:
                pieces = body.iter_bytes()
                first = await anext(pieces) if hasattr(pieces, "__anext__") else next(pieces)
                assert first
            assert (await _settled(client.get_manual(id="a"))).content == b"%PDF"

    asyncio.run(run())


@pytest.mark.parametrize("driver", ["sync", "async"])
def test_what_cannot_be_streamed_says_so(acme: Compiled, driver: str) -> None:
    async def run() -> None:
        async with _client(acme, driver, transport=answering()) as client:
            for method, arguments, message in (
                (client.each_thing, {"ids": ["a"]}, "made of other actions"),
                (client.execute, {"identifier": "get_thing"}, "not the method of an action"),
            ):
                with pytest.raises(TypeError, match=message):
                    async with _stream(client, method, **arguments):
                        raise AssertionError

    asyncio.run(run())


JSON = {"Content-Type": "application/json"}
FILE = {"Content-Type": "application/pdf"}


@pytest.mark.parametrize(
    ("method", "arguments", "headers", "body", "is_read", "code"),
    [
        ("check_thing", {}, JSON, b'{"ok": true}', True, None),
        ("check_thing", {}, JSON, b'{"ok": false, "message": "No."}', True, "No."),
        ("check_thing", {}, {}, b'{"ok": false, "message": "No."}', True, "No."),
        ("check_thing", {}, {"Content-Type": "text/html"}, b'{"ok": false, "message": "No."}', True, "No."),
        ("check_thing", {}, FILE, b"%PDF", False, None),
        ("check_report", {"id": "a"}, JSON, b'{"ok": false}', False, None),
        ("check_report", {"id": "a"}, {**JSON, "X-State": "failed"}, b'{"message": "No."}', True, "No."),
        ("check_words", {}, FILE, b"fine", True, None),
        ("check_words", {}, FILE, b"bad", True, "the API says: bad"),
    ],
)
@pytest.mark.parametrize("driver", ["sync", "async"])
def test_what_is_handed_out_is_a_success(
    acme: Compiled,
    driver: str,
    method: str,
    arguments: dict[str, str],
    headers: dict[str, str],
    body: bytes,
    is_read: bool,
    code: str | None,
) -> None:
    taken: list[bytes] = []

    class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            taken.append(body)
            yield gzip.compress(body)

        async def __aiter__(self) -> AsyncIterator[bytes]:
            taken.append(body)
            yield gzip.compress(body)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={**headers, "Content-Encoding": "gzip"}, stream=Body())

    async def run() -> None:
        async with _client(acme, driver, transport=httpx.MockTransport(answer)) as client:
            async with _stream(client, getattr(client, method), **arguments) as opened:
                assert bool(taken) is is_read
                assert await _settled(opened.read()) == body
            assert len(taken) == 1

    if code is None:
        asyncio.run(run())
    else:
        with pytest.raises(ActionError, match=code):
            asyncio.run(run())


def test_a_hook_that_raises_leaves_nothing_open(acme: Compiled) -> None:
    closed: list[bool] = []

    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b""

        def close(self) -> None:
            closed.append(True)

    def refuse(_: object) -> None:
        raise ZeroDivisionError

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Body()))
    with (
        acme.module.Acme(api_key="k", transport=transport, on_response=refuse) as client,
        pytest.raises(ZeroDivisionError),
        client.stream(client.get_manual, id="a"),
    ):
        raise AssertionError
    assert closed == [True]


def test_another_number_of_bytes_than_announced_is_an_error(acme: Compiled) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Length": "7"}, stream=httpx.ByteStream(b"%PDF"))

    with (
        acme.module.Acme(api_key="k", transport=httpx.MockTransport(answer)) as client,
        client.stream(client.get_manual, id="a") as body,
    ):
        assert body.size == 7
        with pytest.raises(InvalidResponse, match="7 bytes were announced and 4 came"):
            body.read()


def test_the_mock_answers_with_the_declared_type(acme: Compiled) -> None:
    with MockServer(acme.project) as server, acme.module.Acme(api_key="k", base_url=server.url("acme")) as client:
        assert client.get_manual(id="a") == Download(b"%PDF", None, "application/pdf")
        assert client.get_photo(id="a").content_type == "application/octet-stream"
        with client.stream(client.export_rows) as body:
            assert body.content_type == "text/csv"


def test_signatures_say_what_is_returned(acme: Compiled) -> None:
    assert acme.module.Acme.get_manual.__annotations__["return"] == "Download"
    assert acme.module.Acme.export_rows.__annotations__["return"] == "str"
