"""A request as a command for curl and a POSIX shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from shlex import quote

from ._content import Content, Part
from ._sketch import Sketch
from ._upload import OnDisk, Upload

_CONTINUED = " \\\n  "


def as_curl(sketch: Sketch) -> str:
    """The command, one option a line. It sends what the sketch says, but asks for no compression."""
    return _CONTINUED.join(_words(sketch))


def _words(sketch: Sketch) -> Iterator[str]:
    address, _, query = sketch.url.partition("?")
    plain = [pair for pair in query.split("&") if pair and not sketch.holds_secret(pair)]
    address = f"{address}?{'&'.join(plain)}" if plain else address
    # Otherwise curl reads brackets and braces as patterns for many addresses.
    glob = " --globoff" if re.search(r"[\[\]{}]", address) else ""
    yield f"curl --request {sketch.method}{glob} {_quoted(sketch, address)}"
    for pair in query.split("&"):
        if sketch.holds_secret(pair):
            yield f"--url-query {_quoted(sketch, pair)}"
    if sketch.user is not None:
        yield f"--user {_quoted(sketch, sketch.user)}"
    yield from _headers(sketch)
    yield from _data(sketch)


def _headers(sketch: Sketch) -> Iterator[str]:
    for name, text in sketch.headers:
        if name in ("Accept-Encoding", "Transfer-Encoding") or text.startswith("multipart/form-data"):
            continue
        # `Name:` would leave the header out.
        yield f"--header {_quoted(sketch, f'{name}: {text}' if text else f'{name};')}"


def _data(sketch: Sketch) -> Iterator[str]:
    if sketch.body is None:
        return
    if isinstance(sketch.body, Content):
        yield from _files(sketch, sketch.body)
        return
    if ("Content-Type", "application/x-www-form-urlencoded") not in sketch.headers:
        yield f"--data-raw {_quoted(sketch, sketch.body)}"
        return
    for pair in sketch.body.split("&"):
        option = "--data-urlencode" if sketch.holds_secret(pair) else "--data-raw"
        yield f"{option} {_quoted(sketch, pair)}"


def _files(sketch: Sketch, content: Content) -> Iterator[str]:
    for piece in content.pieces if not content.parts else ():
        if isinstance(piece, Upload):
            yield f"--data-binary {quote(f'@{_path(piece)}')}"
    for part in content.parts:
        if isinstance(part.value, Upload):
            yield f"--form {quote(_file_field(part, part.value))}"
        else:
            yield f"--form-string {_quoted(sketch, f'{part.name}={part.value}')}"


def _file_field(part: Part, upload: Upload) -> str:
    path, filename = (re.sub(r'(["\\])', r"\\\1", text) for text in (_path(upload), upload.filename))
    return f'{part.name}=@"{path}";type={part.content_type};filename="{filename}"'


def _path(upload: Upload) -> str:
    """Where curl finds a file; one that is no file here has to be saved under its name first."""
    return str(upload.source.path) if isinstance(upload.source, OnDisk) else upload.filename


def _quoted(sketch: Sketch, text: str) -> str:
    return "".join(quote(piece) if variable is None else f'"${variable}"' for piece, variable in sketch.parts(text))
