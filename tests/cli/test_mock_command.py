"""`connectory mock` serves until it is stopped, and stops cleanly."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONNECTORY = str(Path(sys.executable).parent / "connectory")


def test_mock_serves_and_stops_on_interrupt() -> None:
    server = subprocess.Popen(
        [CONNECTORY, "mock", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert server.stdout is not None
    try:
        url = None
        for line in server.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+/spoki", line):
                url = found.group()
                break
        assert url is not None
        request = urllib.request.Request(f"{url}/api/1/tags/", headers={"X-Spoki-Api-Key": "demo"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=10)
    assert "Traceback" not in errors
