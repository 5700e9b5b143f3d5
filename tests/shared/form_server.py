"""A server on loopback that reads forms with the parser of aiohttp, which knows nothing of ours."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256

from aiohttp import web


@dataclass
class Seen:
    """A request that arrived. `fields` are name, file name, content type and content of each part of a form.

    Of a body that is no form only the size and the digest are kept.
    """

    path: str
    headers: dict[str, str]
    fields: list[tuple[str | None, str | None, str | None, bytes]] = field(default_factory=list)
    size: int = 0
    digest: str = ""


@contextmanager
def form_server(*statuses: int) -> Iterator[tuple[str, list[Seen]]]:
    """Its address, and the requests that it has seen. It answers with these statuses in turn, then with 200."""
    seen: list[Seen] = []
    left = list(statuses)

    async def answer(request: web.Request) -> web.Response:
        arrived = Seen(request.path, {name.lower(): text for name, text in request.headers.items()})
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                kind = part.headers.get("Content-Type")
                arrived.fields.append((part.name, part.filename, kind, bytes(await part.read())))
        else:
            digest = sha256()
            with suppress(ConnectionError):  # the client gave up
                async for piece in request.content.iter_any():
                    digest.update(piece)
                    arrived.size += len(piece)
            arrived.digest = digest.hexdigest()
        seen.append(arrived)
        return web.json_response({}, status=left.pop(0) if left else 200)

    async def serve(stop: asyncio.Event, ready: Future[tuple[int, asyncio.AbstractEventLoop]]) -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ready.set_result((int(runner.addresses[0][1]), asyncio.get_running_loop()))
        await stop.wait()
        await _turns()
        await runner.cleanup()
        await _turns()

    stop, ready = asyncio.Event(), Future[tuple[int, asyncio.AbstractEventLoop]]()
    thread = threading.Thread(target=lambda: asyncio.run(serve(stop, ready)))
    thread.start()
    port, loop = ready.result(10)
    try:
        yield f"http://127.0.0.1:{port}", seen
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _turns() -> None:
    """Let in and close connections: the loop does that in its next turns, of which a server that ends has none."""
    for _ in range(10):
        await asyncio.sleep(0)
