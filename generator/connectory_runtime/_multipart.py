"""Bodies with files: single files, and forms with files (RFC 7578)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from mimetypes import guess_type
from secrets import token_hex

from ._content import Content, Part
from ._upload import Upload

_BREAKING = re.compile(r'[\x00-\x1f\x7f"]')


def whole(upload: Upload, declared: str | None) -> tuple[Content, str]:
    """A file that is the whole body, and its content type."""
    return Content((upload,)), kind_of(upload, declared)


def multipart(parts: Iterable[Part]) -> tuple[Content, str]:
    """A form, and its content type. The boundary is random: nobody can write a content that ends its part."""
    fields = tuple(parts)
    boundary = token_hex(16)
    pieces: list[bytes | Upload] = []
    for part in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_escaped(part.name)}"'
        if isinstance(part.value, Upload):
            head += f'; filename="{_escaped(part.value.filename)}"\r\nContent-Type: {part.content_type}'
            pieces += [_encoded(f"{head}\r\n\r\n"), part.value, b"\r\n"]
        else:
            pieces.append(_encoded(f"{head}\r\n\r\n{part.value}\r\n"))
    pieces.append(f"--{boundary}--\r\n".encode())
    return Content(tuple(pieces), fields), f"multipart/form-data; boundary={boundary}"


def kind_of(upload: Upload, declared: str | None) -> str:
    """The media type of a file: what the caller says, else the spec, else its name."""
    if kind := upload.content_type or declared:
        return kind
    guessed, packed = guess_type(upload.filename)
    return (guessed if packed is None else f"application/{packed}") or "application/octet-stream"


def _escaped(name: str) -> str:
    """A name between quotes, as browsers write it: nothing in it ends the quotes or the line."""
    return _BREAKING.sub(lambda found: f"%{ord(found[0]):02X}", name)


def _encoded(text: str) -> bytes:
    # Names of files need not be text everywhere.
    return text.encode("utf-8", "replace")
