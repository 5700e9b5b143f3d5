"""Files that are sent: from the spec through generated clients to servers that read them with other parsers."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shlex
import tracemalloc
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from compiled import Compiled, compiled
from form_server import form_server
from hypothesis import given, settings
from hypothesis import strategies as st

from connectory.mock import Exchange, MockServer
from connectory.model import thaw
from connectory_runtime import DeliveryUnknown, File, InvalidInput, ServerError
from connectory_runtime.fast import fast_transport
from connectory_runtime.testing import FakeClock, Recorder, Replay, answering

CONNECTOR = """
title: Acme
summary: A shop in a box.
servers: [{url: https://api.example.com}]
auth: {api_key: {kind: bearer, token: {from: api_key}}}
"""
ACTIONS = {
    "add_photo": """
effect: write
endpoint: POST /things/{id}/photos
input:
  id: {type: integer, required: true}
  photo: {type: string, in: file, contentMediaType: image/png}
  others: {type: array, items: {type: string}, in: file}
  title: {type: string, in: form}
  tags: {type: array, items: {type: string}, in: form}
  code: {type: string, in: form, secret: true}
examples:
  - title: A photo
    input:
      id: 7
      photo: {base64: "iVBORw==", filename: cat.png}
      title: A cat
    response: {status: 200, body: {}}
""",
    "set_manual": """
effect: write
idempotent: true
endpoint: PUT /things/{id}/manual
input:
  id: {type: integer, required: true}
  manual: {type: string, format: binary, contentMediaType: application/pdf, in: body, wire: "", required: true}
examples:
  - title: A manual
    input: {id: 7, manual: {base64: "JVBERg=="}}
    response: {status: 200, body: {}}
""",
    "import_rows": """
effect: write
endpoint: POST /rows
input: {rows: {type: string, contentMediaType: text/csv, wire: "", required: true}}
examples:
  - title: Two rows
    input: {rows: "a,b\\n1,ü\\n"}
    response: {status: 200, body: {}}
""",
    "delete_rows": """
effect: delete
endpoint: DELETE /rows
input: {rows: {type: array, items: {type: integer}, in: body, wire: "", required: true}}
examples:
  - title: Two rows
    input: {rows: [1, 2]}
    response: {status: 200, body: {}}
""",
}
DRIVERS = ("sync", "sync client", "async", "async client", "fast")
PNG = b"\x89PNG\r\n--\r\n\x00"


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compiled]:
    with compiled(tmp_path_factory.mktemp("files"), "file_clients", CONNECTOR, ACTIONS) as found:
        yield found


def _call(acme: Compiled, driver: str, method: str, base_url: str, /, retries: int = 0, **arguments: Any) -> Any:
    """Call a method through one of the drivers."""
    options: dict[str, Any] = {"api_key": "k", "base_url": base_url, "retries": retries, "clock": FakeClock()}
    if driver == "sync":
        with acme.module.Acme(**options) as client:
            return getattr(client, method)(**arguments)
    if driver == "sync client":
        with httpx.Client(trust_env=False) as own, acme.module.Acme(http_client=own, **options) as client:
            return getattr(client, method)(**arguments)

    async def run() -> Any:
        if driver == "fast":
            async with acme.module.AsyncAcme(transport=fast_transport(), **options) as client:
                return await getattr(client, method)(**arguments)
        if driver == "async":
            async with acme.module.AsyncAcme(**options) as client:
                return await getattr(client, method)(**arguments)
        async with (
            httpx.AsyncClient(trust_env=False) as own,
            acme.module.AsyncAcme(http_client=own, **options) as client,
        ):
            return await getattr(client, method)(**arguments)

    return asyncio.run(run())


class OneShot(io.RawIOBase):
    """A stream that cannot go back, as a pipe or a download."""

    def __init__(self, content: bytes) -> None:
        self._inner = io.BytesIO(content)

    def read(self, size: int = -1, /) -> bytes:
        return self._inner.read(size)


@pytest.mark.parametrize("driver", DRIVERS)
def test_forms_arrive_as_they_were_given(acme: Compiled, driver: str, tmp_path: Path) -> None:
    (tmp_path / "dog.jpg").write_bytes(b"\xff\xd8")
    others = [tmp_path / "dog.jpg", io.BytesIO(b"2"), OneShot(b"3"), File(b"4", "a.bin", "x/y")]
    with form_server() as (url, seen):
        _call(acme, driver, "add_photo", url, id=7, photo=PNG, others=others, title="Ünïcode\r\n", tags=["a", "b"])
    (request,) = seen
    assert request.path == "/things/7/photos"
    assert request.fields == [
        ("title", None, None, "Ünïcode\r\n".encode()),
        ("tags", None, None, b"a"),
        ("tags", None, None, b"b"),
        ("photo", "upload", "image/png", PNG),
        ("others", "dog.jpg", "image/jpeg", b"\xff\xd8"),
        ("others", "upload", "application/octet-stream", b"2"),
        ("others", "upload", "application/octet-stream", b"3"),
        ("others", "a.bin", "x/y", b"4"),
    ]


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_size_is_announced_if_it_is_known(acme: Compiled, driver: str) -> None:
    with form_server() as (url, seen):
        _call(acme, driver, "add_photo", url, id=7, photo=io.BytesIO(PNG))
        _call(acme, driver, "add_photo", url, id=7, photo=OneShot(PNG))
    assert "transfer-encoding" not in seen[0].headers
    assert int(seen[0].headers["content-length"]) > len(PNG)
    assert seen[1].headers["transfer-encoding"] == "chunked"
    assert "content-length" not in seen[1].headers
    assert seen[0].fields == seen[1].fields


def test_boundaries_are_random(acme: Compiled) -> None:
    transport = answering(None, None)
    with acme.module.Acme(api_key="k", transport=transport) as client:
        client.add_photo(id=7, photo=PNG)
        client.add_photo(id=7, photo=PNG)
    first, second = (request.headers["content-type"] for request in transport.requests)
    assert first != second
    assert len(first.partition("boundary=")[2]) == 32


@settings(max_examples=60)
@given(name=st.text(max_size=40), title=st.text(max_size=40), content=st.binary(max_size=200))
def test_no_name_and_no_content_breaks_out_of_its_part(acme: Compiled, name: str, title: str, content: bytes) -> None:
    transport = answering(None)
    with acme.module.Acme(api_key="k", transport=transport) as client:
        client.add_photo(id=7, photo=File(content, f"a{name}"), title=title)
    (request,) = transport.requests
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    text, file, end = request.content.split(b"--" + boundary)[1:]
    assert text == f'\r\nContent-Disposition: form-data; name="title"\r\n\r\n{title}\r\n'.encode()
    head, _, rest = file.partition(b"\r\n\r\n")
    assert rest == content + b"\r\n"
    assert head.count(b"\r\n") == 2
    assert head.count(b'"') == 4
    assert end == b"--\r\n"


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_whole_body_is_sent_as_it_is(acme: Compiled, driver: str) -> None:
    with form_server() as (url, seen):
        _call(acme, driver, "set_manual", url, id=7, manual=b"%PDF")
        _call(acme, driver, "set_manual", url, id=7, manual=File(OneShot(b"%PDF"), content_type="application/x-pdf"))
        _call(acme, driver, "import_rows", url, rows="a,b\n1,ü\n")
        _call(acme, driver, "delete_rows", url, rows=[1, 2])
    assert [request.headers["content-type"] for request in seen] == [
        "application/pdf",
        "application/x-pdf",
        "text/csv; charset=utf-8",
        "application/json",
    ]
    digests = [sha256(content).hexdigest() for content in (b"%PDF", b"%PDF", "a,b\n1,ü\n".encode(), b"[1,2]")]
    assert [request.digest for request in seen] == digests


@pytest.mark.parametrize("driver", ["async", "async client", "fast"])
def test_async_iterables_are_sent_by_async_clients(acme: Compiled, driver: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"%P"
        await asyncio.sleep(0)
        yield b"DF"

    with form_server() as (url, seen):
        _call(acme, driver, "set_manual", url, id=7, manual=File(pieces()))
    assert seen[0].digest == sha256(b"%PDF").hexdigest()
    with pytest.raises(InvalidInput, match="only an async client can read"):
        _call(acme, "sync", "set_manual", url, id=7, manual=File(pieces()))


@pytest.mark.parametrize("driver", DRIVERS)
@pytest.mark.parametrize("make", [lambda path: path, lambda path: path.read_bytes(), lambda path: path.open("rb")])
def test_what_can_be_read_again_is_sent_again(
    acme: Compiled, driver: str, make: Callable[[Path], Any], tmp_path: Path
) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(b"%PDF" * 50_000)
    content = make(path)
    with form_server(503, 503) as (url, seen):
        _call(acme, driver, "set_manual", url, retries=2, id=7, manual=content)
    if isinstance(content, io.IOBase):
        content.close()
    assert [request.digest for request in seen] == [sha256(path.read_bytes()).hexdigest()] * 3


def test_a_stream_begins_where_the_caller_left_it(acme: Compiled) -> None:
    stream = io.BytesIO(b"head|body")
    stream.seek(5)
    with form_server(503) as (url, seen):
        _call(acme, "sync", "set_manual", url, retries=1, id=7, manual=stream)
    assert [request.digest for request in seen] == [sha256(b"body").hexdigest()] * 2


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_was_read_is_not_sent_again(acme: Compiled, driver: str) -> None:
    with form_server(503) as (url, seen), pytest.raises(ServerError) as caught:
        _call(acme, driver, "set_manual", url, retries=2, id=7, manual=OneShot(b"%PDF"))
    assert len(seen) == 1
    assert caught.value.retry_stopped is not None
    assert caught.value.retry_stopped.reason == "spent"


def test_what_was_not_begun_is_sent_again(acme: Compiled) -> None:
    sent: list[bytes] = []

    class Reading(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if not sent:
                sent.append(b"")
                raise httpx.ConnectError("refused")
            sent.append(request.read())
            return transport.handle_request(request)

    transport = answering(None)
    with acme.module.Acme(api_key="k", transport=Reading(), clock=FakeClock()) as client:
        client.set_manual(id=7, manual=OneShot(b"%PDF"))
    assert sent == [b"", b"%PDF"]


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_stream_that_breaks_is_an_error_of_the_tree(acme: Compiled, driver: str) -> None:
    class Breaking(OneShot):
        def read(self, size: int = -1, /) -> bytes:
            if not (piece := super().read(size)):
                raise OSError("secret path")
            return piece

    with form_server() as (url, _), pytest.raises(DeliveryUnknown) as caught:
        _call(acme, driver, "set_manual", url, id=7, manual=Breaking(b"%PDF"))
    assert "secret path" not in str(caught.value)


def test_a_file_that_changes_while_it_is_sent_is_noticed(acme: Compiled, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"12345")

    class Changing(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            path.write_bytes(b"123")
            request.read()
            raise AssertionError

    with (
        acme.module.Acme(api_key="k", transport=Changing(), retries=0) as client,
        pytest.raises(DeliveryUnknown, match="changed its size"),
    ):
        client.set_manual(id=7, manual=path)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("/etc/passwd", "is text, which is neither a path nor a content here"),
        (Path("/nowhere/to/be/found"), "cannot be read: No such file"),
        (Path("/"), "cannot be read: Is a directory"),
        (Path("a\0b"), "cannot be read"),
        (io.StringIO("text"), "stream of text"),
        (7, "is of type int; pass"),
        (None, "is of type NoneType; pass"),
        ({"path": "/etc/passwd"}, "members base64, content_type, filename and no others"),
        ({"filename": "a"}, "has no member base64"),
        ({"base64": "%%%"}, "not in base 64"),
        ({"base64": "", "content_type": "a\r\nb"}, "no media type"),
    ],
)
def test_what_is_no_file_is_refused_before_anything_is_sent(acme: Compiled, value: Any, message: str) -> None:
    transport = answering()
    with acme.module.Acme(api_key="k", transport=transport) as client:
        with pytest.raises(InvalidInput, match="photo") as caught:
            client.add_photo(id="seven", photo=value)
        envelope = client.execute("add_photo", {"id": 7, "photo": value})
    assert message in str(caught.value)
    assert "id: must be" in str(caught.value)
    assert message in envelope.error
    assert transport.requests == []


def test_a_closed_stream_is_refused(acme: Compiled) -> None:
    stream = io.BytesIO(b"x")
    stream.close()
    with acme.module.Acme(api_key="k", transport=answering()) as client, pytest.raises(InvalidInput, match="cannot be"):
        client.set_manual(id=7, manual=stream)


def test_content_types_are_checked_at_once() -> None:
    with pytest.raises(ValueError, match="media type"):
        File(b"", content_type="text/plain\r\nX: y")


@pytest.mark.parametrize("identifier", sorted(ACTIONS))
def test_the_mock_understands_the_examples(acme: Compiled, identifier: str) -> None:
    action = next(item for item in acme.project.connectors[0].actions if item.id == identifier)
    exchanges: list[Exchange] = []
    with (
        MockServer(acme.project, record=exchanges.append) as server,
        acme.module.Acme(api_key="k", base_url=server.url("acme")) as client,
    ):
        envelope = client.execute(identifier, thaw(action.examples[0].input))
    assert envelope.successful, envelope.error
    assert ("X-Connectory-Mock", "example") in exchanges[0].response.headers


def test_the_mock_takes_streams_of_unknown_length(acme: Compiled) -> None:
    exchanges: list[Exchange] = []
    with (
        MockServer(acme.project, record=exchanges.append) as server,
        acme.module.Acme(api_key="k", base_url=server.url("acme")) as client,
    ):
        client.set_manual(id=7, manual=OneShot(b"%PDF" * 50_000))
        client.add_photo(id=7, photo=OneShot(PNG))
    assert [exchange.response.status for exchange in exchanges] == [200, 200]


def test_the_mock_refuses_what_the_spec_does_not_know(acme: Compiled) -> None:
    with MockServer(acme.project) as server:
        address, headers = f"{server.url('acme')}/things/7/photos", {"Authorization": "Bearer k"}
        for files in ([("foto", ("a", b"1"))], [("photo", ("a", b"1")), ("photo", ("b", b"2"))]):
            answer = httpx.post(address, headers=headers, files=files, trust_env=False)
            assert answer.status_code == 400
        assert httpx.post(address, headers=headers, data={"title": "x"}, trust_env=False).status_code == 400


def test_the_plan_shows_names_and_sizes(acme: Compiled, tmp_path: Path) -> None:
    path = tmp_path / 'a "b".png'
    path.write_bytes(PNG)
    with acme.module.Acme(api_key="k") as client:
        plan = client.plan("add_photo", {"id": 7, "photo": path, "title": "@x", "code": "s3cret"})
        whole = client.plan("set_manual", {"id": 7, "manual": File(b"%PDF", "m.pdf")})
    assert plan.body == f'title: @x\ncode: ***\nphoto: a "b".png, image/png, {len(PNG)} bytes'
    words = shlex.split(plan.as_curl().replace("\\\n", ""))
    quoted = str(path).replace('"', '\\"')
    assert f'photo=@"{quoted}";type=image/png;filename="a \\"b\\".png"' in words
    assert words[words.index("title=@x") - 1] == "--form-string"
    assert "code=$ACME_CODE" in words
    assert not any(word.startswith(("Content-Type", "Content-Length")) for word in words)
    assert whole.body == "m.pdf, 4 bytes"
    assert "--data-binary @m.pdf" in whole.as_curl()


def test_recordings_hold_no_files(acme: Compiled, tmp_path: Path) -> None:
    recording = tmp_path / "calls.json"
    with acme.module.Acme(api_key="k", transport=Recorder(recording, answering(None, None))) as client:
        client.add_photo(id=7, photo=b"IMAGE", title="A cat", code="s3cret")
        client.set_manual(id=7, manual=b"%PDF")
    bodies = [exchange["request"]["body"] for exchange in json.loads(recording.read_text())["exchanges"]]
    assert bodies == [
        {
            "multipart": [
                {"name": "title", "text": "A cat"},
                {"name": "code", "text": "***"},
                {"name": "photo", "filename": "upload", "content_type": "image/png", "size": 5},
            ]
        },
        {"file": {"content_type": "application/pdf", "size": 4}},
    ]
    assert "IMAGE" not in recording.read_text()
    with acme.module.Acme(api_key="other", transport=Replay(recording)) as client:
        client.add_photo(id=7, photo=b"IMAGE", title="A cat", code="another")


@pytest.mark.parametrize("driver", ["sync", "async", "fast"])
def test_large_files_are_never_in_memory_whole(acme: Compiled, driver: str, tmp_path: Path) -> None:
    size = 100 * 1024 * 1024
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)
    with form_server() as (url, seen):
        _call(acme, driver, "import_rows", url, rows="warm up")
        tracemalloc.start()
        try:
            _call(acme, driver, "set_manual", url, id=7, manual=path)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert seen[1].size == size
    assert peak < 8 * 1024 * 1024


def test_schemas_for_json_hold_bytes_in_base64(acme: Compiled, tmp_path: Path) -> None:
    from connectory.model.json_schema import input_json

    connector = acme.project.connectors[0]
    action = next(item for item in connector.actions if item.id == "add_photo")
    photo = input_json(action, connector)["properties"]["photo"]
    assert photo["required"] == ["base64"]
    assert photo["properties"]["base64"]["contentMediaType"] == "image/png"
    with form_server() as (url, seen), acme.module.Acme(api_key="k", base_url=url) as client:
        given = {"base64": b64encode(PNG).decode(), "filename": "cat.png", "content_type": "image/x-png"}
        assert client.execute("add_photo", {"id": 7, "photo": given}).successful
    assert seen[0].fields == [("photo", "cat.png", "image/x-png", PNG)]
