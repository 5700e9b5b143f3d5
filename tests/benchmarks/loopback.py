"""A fast HTTP server in a process of its own, so that what is measured is the client."""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def person(number: int) -> dict[str, Any]:
    """An entity of the size that APIs answer with."""
    return {
        "id": number,
        "firstName": "Олена",
        "lastName": "Kovalenko",
        "email": f"person{number}@shop.example",
        "phone": f"+38067{number:07}",
        "language": "uk",
        "createdAt": "2026-11-20T10:15:30Z",
        "active": True,
        "score": 0.75,
        "tags": ["vip", "newsletter"],
        "fields": [{"name": "city", "value": "Київ"}, {"name": "size", "value": "M"}],
    }


KEY = "sk-benchmark"
NEW = person(7)
ONE = json.dumps(NEW, ensure_ascii=False).encode()
PAGE = json.dumps({"items": [person(number) for number in range(100)], "total": 100}, ensure_ascii=False).encode()


def answer(path: str) -> bytes:
    """What is answered to every method: a page of 100 below `/people?`, one person elsewhere."""
    return PAGE if path.startswith("/people?") else ONE


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The address of a running server."""
    with subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


class _Protocol(asyncio.Protocol):
    """As much of HTTP/1.1 as well-behaved clients need."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(_END)) >= 0:
            head = self._received[:end]
            size = end + len(_END) + _length(head)
            if len(self._received) < size:
                return
            self._received = self._received[size:]
            self._transport.write(_RESPONSES[head.startswith(b"GET /people?")])  # type: ignore[attr-defined]


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(_LENGTH)
    return 0 if start < 0 else int(lower[start + len(_LENGTH) :].split(b"\r\n", 1)[0])


def _response(content: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


_RESPONSES = (_response(ONE), _response(PAGE))


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
