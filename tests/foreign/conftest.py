"""A mock server made by someone else, from our OpenAPI documents. It runs where Node.js is there."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

OPENAPI = Path(__file__).parents[2] / "generated" / "openapi"
PATIENCE = 60.0


def _program() -> str | None:
    """Prism as the checks install it beside the virtual environment's programs, or on the search path."""
    beside = Path(sys.prefix) / "prism" / "node_modules" / ".bin" / "prism"
    return str(beside) if beside.exists() else shutil.which("prism")


@contextmanager
def _serving(program: str, document: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [program, "mock", "--errors", "--port", str(port), "--host", "127.0.0.1", str(document)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.kill()
    raise AssertionError(f"Prism does not serve: {process.communicate()[0]}")


@pytest.fixture(scope="session")
def foreign_server() -> Iterator[Callable[[str], str]]:
    """The address of a server for the document of a connector."""
    program = _program()
    if program is None:
        pytest.skip("Prism is not installed: npm install --prefix .venv/prism @stoplight/prism-cli")
    served: dict[str, str] = {}
    with ExitStack() as stack:

        def address(connector: str) -> str:
            if connector not in served:
                served[connector] = stack.enter_context(_serving(program, OPENAPI / f"{connector}.json"))
            return served[connector]

        yield address
