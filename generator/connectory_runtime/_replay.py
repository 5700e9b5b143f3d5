"""A transport that answers from a recording."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any, cast

import httpx

from ._answering import UnexpectedRequest
from ._recorder import FORMAT
from ._redaction import recorded_request
from ._transport import request_within

_SHOWN = 5


class Replay(httpx.MockTransport):
    """Answers requests as a file of `Recorder` says, each recorded exchange once, in any order.

    Method, address and body must be as recorded; secrets are not compared. A request that is not in the
    recording raises `UnexpectedRequest`.

    Raises:
        ValueError: when the file is no recording.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__(self._answer)
        self._path = Path(path)
        self._left = _exchanges(self._path)
        self._lock = Lock()

    @property
    def unused(self) -> tuple[str, ...]:
        """Requests of the recording that were not made yet, as `GET https://…`."""
        return tuple(map(_named, self._left))

    def assert_finished(self) -> None:
        """Fail when a part of the recording was not asked for.

        Raises:
            AssertionError: then.
        """
        if self._left:
            raise AssertionError(
                f"{len(self._left)} recorded requests were not made: {', '.join(self.unused[:_SHOWN])}"
            )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = request_within(request)
        # A secret in a test may be a word that stands elsewhere too, so that masking it there would be wrong.
        wanted = (recorded_request(sent, by_value=False), recorded_request(sent))
        with self._lock:
            found = next((exchange for exchange in self._left if exchange["request"] in wanted), None)
            if found is None:
                raise UnexpectedRequest("\n".join(self._complaint(wanted[1])))
            self._left.remove(found)
        return _response(found["response"])

    def _complaint(self, wanted: dict[str, Any]) -> Iterator[str]:
        name = f"{wanted['method']} {wanted['url']}"
        yield f"{name} is not in {self._path.name}, or was made more often than recorded"
        near = [exchange["request"] for exchange in self._left if exchange["request"]["url"] == wanted["url"]]
        for request in near[:_SHOWN]:
            yield f"  sent:     {_told(wanted)}"
            yield f"  recorded: {_told(request)}"
        if not near:
            yield from (f"  left there: {name}" for name in self.unused[:_SHOWN])


def _told(request: dict[str, Any]) -> str:
    """Method and body of a recorded request, on one line."""
    return f"{request['method']} {json.dumps(request.get('body'), ensure_ascii=False)}"


def _exchanges(path: Path) -> list[dict[str, Any]]:
    try:
        recording = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        recording = None
    if not isinstance(recording, dict) or cast("dict[str, Any]", recording).get("format") != FORMAT:
        raise ValueError(f"{path.name} is no recording of format {FORMAT}")
    return list(cast("dict[str, Any]", recording)["exchanges"])


def _named(exchange: dict[str, Any]) -> str:
    return f"{exchange['request']['method']} {exchange['request']['url']}"


def _response(recorded: dict[str, Any]) -> httpx.Response:
    return httpx.Response(
        recorded["status"], headers=recorded["headers"], stream=httpx.ByteStream(_content(recorded["body"]))
    )


def _content(body: dict[str, Any]) -> bytes:
    match body:
        case {"json": value}:
            return json.dumps(value, ensure_ascii=False).encode()
        case {"base64": text}:
            return b64decode(text)
        case _:
            return str(body["text"]).encode()
