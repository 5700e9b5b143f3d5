"""A file that keeps which parts of a long list were sent, and what came of them. It outlives a crash."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass

from ._message import RawResponse, ResponseHeaders

_APPLICATION = 0x436F6E6E
"""Marks the file as a journal, in the header that SQLite has for this."""

_TABLE = """
CREATE TABLE IF NOT EXISTS part (
    key TEXT PRIMARY KEY, idempotency_key TEXT, status INTEGER, content_type TEXT, content BLOB
) STRICT
"""


class JournalError(ValueError):
    """The file cannot be used as a journal. The text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part that was sent under `idempotency_key`, if it has one. `raw` is the answer, `None` when none was noted."""

    idempotency_key: str | None
    raw: RawResponse | None


class Journal:
    """The journal in one file, which belongs to this object until it is closed.

    Raises:
        JournalError: when the file cannot be opened, is something else, or is in use.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            # What the API answered is nobody else's business.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise JournalError(f"cannot be opened ({error.strerror})") from None
        self._database = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            self._claim()
        except sqlite3.DatabaseError as error:
            self._database.close()
            busy = "locked" in str(error)
            raise JournalError("is in use by another call" if busy else "is a file, but no journal") from None

    def _claim(self) -> None:
        (application,) = self._database.execute("PRAGMA application_id").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != _APPLICATION and tables:
            raise sqlite3.DatabaseError("another database")
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._database.execute("PRAGMA synchronous = FULL")
        # The first write takes the lock, which is held until the file is closed.
        self._database.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._database.execute(_TABLE)

    def find(self, key: str) -> Entry | None:
        """What is known of a part; `None` when it was not sent."""
        query = "SELECT idempotency_key, status, content_type, content FROM part WHERE key = ?"
        row = self._database.execute(query, (key,)).fetchone()
        if row is None:
            return None
        idempotency_key, status, kind, content = row
        if status is None:
            return Entry(idempotency_key, None)
        headers = ResponseHeaders([(b"content-type", kind.encode())] if kind else [])
        return Entry(idempotency_key, RawResponse(status, headers, content))

    def sent(self, key: str, idempotency_key: str | None) -> None:
        """Note that a part is about to be sent."""
        self._database.execute(
            "INSERT OR IGNORE INTO part (key, idempotency_key) VALUES (?, ?)", (key, idempotency_key)
        )

    def done(self, key: str, raw: RawResponse) -> None:
        """Note the answer to a part."""
        kind = raw.headers.get("content-type")
        self._database.execute(
            "UPDATE part SET status = ?, content_type = ?, content = ? WHERE key = ?",
            (raw.status, kind, raw.content, key),
        )

    def forget(self, key: str) -> None:
        """Note that nothing was done of a part."""
        self._database.execute("DELETE FROM part WHERE key = ?", (key,))

    def close(self) -> None:
        """Give the file back."""
        self._database.close()


def open_journal(path: str | os.PathLike[str]) -> Journal | JournalError:
    """The journal in a file, or why it cannot be had."""
    try:
        return Journal(path)
    except JournalError as problem:
        return problem
