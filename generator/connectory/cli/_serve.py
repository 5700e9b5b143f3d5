"""Serves a folder of pages, which load again when they are told to."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

_EVENTS = "/connectory-reload"
_SCRIPT = f"""
<script>new EventSource("{_EVENTS}?COUNT").addEventListener("reload", () => location.reload());</script>
"""
_PATIENCE = 15.0
_COUNT = re.compile(r"[0-9]{1,9}\Z")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
"""What the files of a site are. The machine may know nothing of them, and says nothing of their encoding."""


class PageServer:
    """A server of the pages in a folder, in threads of its own.

    Raises:
        OSError: when the address is taken.
    """

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._news = Condition()
        self.count = 0
        self._server = ThreadingHTTPServer((host, port), partial(_Handler, self, directory=str(folder)))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where the pages are."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def reload(self) -> None:
        """Let all pages that are open load again."""
        with self._news:
            self.count += 1
            self._news.notify_all()

    def wait(self, seen: int) -> int:
        """Wait for a while until there is news after `seen`, and return how often pages were told to load again."""
        with self._news:
            self._news.wait_for(lambda: self.count != seen, _PATIENCE)
            return self.count

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = _TYPES

    def __init__(self, pages: PageServer, *arguments: Any, **options: Any) -> None:
        self._pages = pages
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == _EVENTS:
            self._tell(int(address.query) if _COUNT.match(address.query) else self._pages.count)
            return
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() and address.path.endswith("/") else path
        if page.suffix != ".html" or not page.is_file():
            super().do_GET()
            return
        # What changes after this was read is news to the page.
        script = _SCRIPT.replace("COUNT", str(self._pages.count))
        content = page.read_bytes() + script.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        # Two changes within a second have the same date, by which a browser would keep the first.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _tell(self, seen: int) -> None:
        """Events for as long as the page is open, which knows the news up to `seen`."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                now = self._pages.wait(seen)
                self.wfile.write(b": still here\n\n" if now == seen else b"event: reload\ndata: \n\n")
                self.wfile.flush()
                seen = now
        except OSError:
            # The page was closed.
            return

    def log_message(self, format: str, *_: Any) -> None:  # noqa: ARG002 - as the base class calls it
        return
