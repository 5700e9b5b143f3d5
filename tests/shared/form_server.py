"""A server on loopback that reads forms with the parser of aiohttp, which knows nothing of ours."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
            async for piece in request.content.iter_any():
                digest.update(piece)
                arrived.size += len(piece)
            arrived.digest = digest.hexdigest()
        seen.append(arrived)
        return web.json_response({}, status=left.pop(0) if left else 200)

    loop = asyncio.new_event_loop()
    application = web.Application(client_max_size=2**30)
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    port = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", seen
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
