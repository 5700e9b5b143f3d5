"""Forms with files, read by the parser for mail of the standard library."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import cast

from ._message import MockRequest, RefusedError, Violation


@dataclass(frozen=True, slots=True)
class SentFile:
    """A part of a form that has a file name."""

    name: str
    filename: str
    content: bytes


def read_multipart(request: MockRequest) -> Iterator[SentFile | tuple[str, str]]:
    """The parts of a form: files, and texts with their names.

    Raises:
        RefusedError: when the body is no such form.
    """
    kind = request.header("Content-Type") or ""
    if not kind.lower().startswith("multipart/form-data;"):
        message = f"multipart/form-data is expected, {kind!r} was sent"
        raise RefusedError(Violation("header.Content-Type", "const", message))
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    form = BytesParser(policy=HTTP).parsebytes(head + request.body)
    if not form.is_multipart() or form.defects:
        raise RefusedError(Violation("form", "encoding", "the parts of the form cannot be told apart"))
    for part in form.iter_parts():
        yield _read(cast("EmailMessage", part))


def _read(part: EmailMessage) -> SentFile | tuple[str, str]:
    name = part.get_param("name", header="content-disposition")
    content = cast("bytes", part.get_payload(decode=True))
    if part.get_content_disposition() != "form-data" or not isinstance(name, str):
        raise RefusedError(Violation("form", "encoding", "a part of the form has no name"))
    filename = part.get_filename()
    if filename is not None:
        return SentFile(name, filename, content)
    try:
        return name, content.decode()
    except UnicodeDecodeError:
        raise RefusedError(Violation(f"form.{name}", "encoding", "the field is no text in UTF-8")) from None
