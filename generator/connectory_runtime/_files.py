"""From what callers pass to files that are ready to be sent, or to a finding. Nothing is read but the size."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import AsyncIterable, Mapping
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from ._file import File
from ._headers import is_media_type
from ._schema import Finding, Position
from ._upload import Awaited, Memory, OnDisk, Opened, Source, Upload

_NAMELESS = "upload"
_OF_OBJECTS = frozenset({"base64", "filename", "content_type"})


class UnfitError(Exception):
    """The value is no file; the message says why."""


def is_binary(schema: Mapping[str, Any]) -> bool:
    """Whether a parameter takes a file, or a list of files."""
    return schema.get("format") == "binary" or schema.get("items", {}).get("format") == "binary"


def to_uploads(value: Any, schema: Mapping[str, Any], awaits: bool, at: Position, findings: list[Finding]) -> Any:
    """The file, or the list of files. What is wrong is added to `findings`. `awaits` allows async iterables."""
    if schema.get("type") != "array":
        return _uploaded(value, awaits, at, findings)
    if not isinstance(value, (list, tuple)):
        findings.append(at.finding("type", "must be a list of files"))
        return None
    items = cast("list[Any] | tuple[Any, ...]", value)
    return [_uploaded(item, awaits, at.item(index), findings) for index, item in enumerate(items)]


def _uploaded(value: Any, awaits: bool, at: Position, findings: list[Finding]) -> Upload | None:
    try:
        upload = _upload(value)
    except UnfitError as error:
        findings.append(at.finding("file", str(error)))
        return None
    if isinstance(upload.source, Awaited) and not awaits:
        findings.append(at.finding("file", "is an async stream, which only an async client can read"))
    return upload


def _upload(value: Any) -> Upload:
    match value:
        case Upload():
            return value
        case File():
            return Upload(_source(value.content), value.filename or _name_of(value.content), value.content_type)
        case Mapping():
            return _of_object(cast("Mapping[str, Any]", value))
        case _:
            return Upload(_source(value), _name_of(value), None)


def _source(value: Any) -> Source:
    match value:
        case bytes() | bytearray() | memoryview():
            return Memory(bytes(cast("bytes", value)))
        case str():
            # Whoever can pass text, such as a language model, would get any file of this machine sent.
            raise UnfitError("is text, which is neither a path nor a content here: pass pathlib.Path(…) or bytes")
        case PathLike():
            return _on_disk(Path(fspath(cast("PathLike[str]", value))))
        case io.TextIOBase():
            raise UnfitError('is a stream of text; open it for bytes, with the mode "rb"')
        case AsyncIterable():
            return Awaited(cast("AsyncIterable[bytes]", value))
        case _ if callable(getattr(value, "read", None)):
            return _stream(cast("BinaryIO", value))
        case _:
            raise UnfitError(
                f"is of type {type(value).__name__}; pass a pathlib.Path, bytes, a binary stream or a File"
            )


def _on_disk(path: Path) -> OnDisk:
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no path"
        raise UnfitError(f"cannot be read: {reason}") from None
    if not path.is_file():
        raise UnfitError("is no regular file; pass an open stream if you mean it")
    return OnDisk(path, size)


def _stream(stream: BinaryIO) -> Opened:
    try:
        if not getattr(stream, "seekable", bool)():
            return Opened(stream, None, None)
        start = stream.tell()
        end = stream.seek(0, io.SEEK_END)
        stream.seek(start)
    except (OSError, ValueError) as error:
        raise UnfitError(f"is a stream that cannot be read ({type(error).__name__})") from None
    return Opened(stream, start, max(end - start, 0))


def _of_object(value: Mapping[str, Any]) -> Upload:
    """A file in JSON: its bytes in base 64, and maybe a name and a type."""
    if not _OF_OBJECTS.issuperset(value) or not all(isinstance(text, str) for text in value.values()):
        raise UnfitError(f"is an object of texts with the members {', '.join(sorted(_OF_OBJECTS))} and no others")
    if "base64" not in value:
        raise UnfitError("has no member base64, which holds the content")
    try:
        content = b64decode(value["base64"], validate=True)
    except ValueError:
        raise UnfitError("has a member base64 that is not in base 64") from None
    kind = value.get("content_type")
    if kind is not None and not is_media_type(kind):
        raise UnfitError("has a member content_type that is no media type such as image/png")
    return Upload(Memory(content), value.get("filename") or _NAMELESS, kind)


def _name_of(value: Any) -> str:
    """The name of a path, or of the file behind a stream."""
    name = value if isinstance(value, PurePath) else getattr(value, "name", None)
    return PurePath(name).name or _NAMELESS if isinstance(name, (str, PurePath)) else _NAMELESS
