"""Generated clients, loaded by name: the compiler does not import what it makes."""

import importlib
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectory.model import Connector, credentials_of
from connectory.naming import pascal_case

_KEY = "demo-key"


@contextmanager
def importable(folder: Path) -> Generator[None]:
    """Modules in the folder can be imported inside `with`, before any others of the same name."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def make_client(package: str, connector: Connector, base_url: str, *, asynchronous: bool = False) -> Any:
    """A client of a connector that talks to the mock with made-up credentials."""
    module = importlib.import_module(f"{package}.{connector.id}")
    kind = getattr(module, f"{'Async' if asynchronous else ''}{pascal_case(connector.id)}")
    credentials = {item.argument: _KEY for scheme in connector.auth for item in credentials_of(scheme)}
    return kind(**credentials, base_url=base_url)
