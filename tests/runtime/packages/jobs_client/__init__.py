"""An API that imports things in the background, asked through both drivers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from connectory_runtime import Action, AsyncClient, AsyncJob, Client, Job, Options

from .actions.imports import CONNECTOR, START_IMPORT

CANARY = "canary-51c2e8d0"
IDENTIFIERS = {
    name: ("imports", name.upper()) for name in ("start_import", "start_export", "get_import", "list_imports")
}
STARTED = {"job": {"id": "i-7"}}
RUNNING, DONE = {"state": "running"}, {"state": "done"}
BROKEN = {
    "not sent": httpx.ConnectError("refused"),
    "unknown": httpx.ReadError("reset"),
    "timed out": httpx.ReadTimeout("slow"),
}


Respond = Callable[[httpx.Request], httpx.Response]


@dataclass
class Api:
    """Answers by a list and repeats the last for ever: JSON, or `$status`, `$headers`, `$json`, `$text`, `$broken`."""

    answers: Sequence[Any]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        special = answer if isinstance(answer, dict) and any(name.startswith("$") for name in answer) else {}
        if "$broken" in special:
            raise BROKEN[special["$broken"]]
        status, headers = special.get("$status", 200), special.get("$headers")
        if "$text" in special:
            return httpx.Response(status, headers=headers, text=special["$text"])
        return httpx.Response(status, headers=headers, json=special.get("$json", answer if not special else {}))

    @property
    def asked(self) -> list[str]:
        """The paths of all questions about jobs."""
        return [request.url.path for request in self.requests if request.method == "GET"]


class Jobs(Client):
    def __init__(self, answers: Respond, action: Action[Any] = START_IMPORT, **options: Any) -> None:
        transport = httpx.MockTransport(answers)
        super().__init__(CONNECTOR, IDENTIFIERS, credentials={"api_key": CANARY}, transport=transport, **options)
        self.action = action

    def start_import(self, *, name: str = "one", pin: str = "0", options: Options | None = None) -> Job[Any, Any]:
        return self._begin(self.action, {"name": name, "pin": pin}, options)

    def start_export(self) -> Job[Any, Any]:
        raise NotImplementedError

    def get_import(self) -> Job[Any, Any]:
        raise NotImplementedError


class AsyncJobs(AsyncClient):
    def __init__(self, answers: Respond, action: Action[Any] = START_IMPORT, **options: Any) -> None:
        transport = httpx.MockTransport(answers)
        super().__init__(CONNECTOR, IDENTIFIERS, credentials={"api_key": CANARY}, transport=transport, **options)
        self.action = action

    async def start_import(
        self, *, name: str = "one", pin: str = "0", options: Options | None = None
    ) -> AsyncJob[Any, Any]:
        return await self._begin(self.action, {"name": name, "pin": pin}, options)


@dataclass
class Ended:
    """How starting a job and waiting for it ended: the last status or the error. `told` is what was told meanwhile."""

    job: Job[Any, Any] | AsyncJob[Any, Any] | None = None
    status: Any = None
    error: Exception | None = None
    told: list[Any] = field(default_factory=list)


def start_and_wait(
    driver: str,
    api: Respond,
    action: Action[Any] = START_IMPORT,
    *,
    wait: Mapping[str, Any] | None = None,
    **client: Any,
) -> Ended:
    """Start a job with one driver and wait for it."""
    ended = Ended()
    keywords: dict[str, Any] = {"on_progress": ended.told.append, **(wait or {})}

    async def asynchronously() -> None:
        async with AsyncJobs(api, action, **client) as jobs:
            ended.job = job = await jobs.start_import()
            ended.status = await job.wait(**keywords)

    try:
        if driver == "async":
            asyncio.run(asynchronously())
        else:
            with Jobs(api, action, **client) as jobs:
                ended.job = jobs.start_import()
                ended.status = ended.job.wait(**keywords)
    except Exception as error:
        ended.error = error
    return ended
