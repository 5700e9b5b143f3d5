"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Self

_LONGEST = 40
"""Of a name, for the name of the part has to fit too."""


class Saving:
    """Writes a file beside its place and moves it there at the end of the `with` block, if nothing went wrong.

    Raises:
        FileExistsError: when something is there already, and it may not be overwritten.
        OSError: when the file cannot be written.
    """

    def __init__(self, path: str | PathLike[str], *, overwrite: bool) -> None:
        self.path = Path(path)
        self._overwrite = overwrite

    def __enter__(self) -> Self:
        self._refuse_existing()
        self._part = self.path.with_name(f".{self.path.name[:_LONGEST]}.{token_hex(8)}.part")
        self._file = self._part.open("xb")
        return self

    def write(self, piece: bytes) -> None:
        self._file.write(piece)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._file.flush()
                os.fsync(self._file.fileno())
            self._file.close()
            if error is None:
                self._put()
        finally:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _put(self) -> None:
        if not self._overwrite:
            try:
                # Unlike a move, this fails when something came there in the meantime.
                self.path.hardlink_to(self._part)
            except FileExistsError:
                raise
            except OSError:  # a file system without links
                self._refuse_existing()
            else:
                return
        self._part.replace(self.path)

    def _refuse_existing(self) -> None:
        if self.path.is_dir():
            raise IsADirectoryError(f"{self.path} is a directory; give the path of the file")
        if not self._overwrite and self.path.exists():
            raise FileExistsError(f"{self.path} is there already; overwrite=True replaces it")
