"""A page of a browser that is listened to."""

from __future__ import annotations

from playwright.sync_api import Page


class Watched:
    """A page of the browser that keeps what the console says, and which addresses were asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def check(self) -> None:
        """The console is silent, and nothing was asked of any host."""
        assert self.said == []
        assert [address for address in self.asked if not address.startswith("file:")] == []
