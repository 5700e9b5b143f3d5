"""What importing a client costs, in time and memory, over `import httpx, pydantic`.

    python tests/benchmarks/imports.py [--rounds 11]

Every import happens in a fresh interpreter with compiled modules on disk, in a folder of their own; all are measured
in turn within every round. Processor time, so that other work on the machine disturbs little.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE = "import httpx, pydantic"

STATEMENTS = {
    "nothing": "",
    BASE: BASE,
    "the eSputnik client": f"{BASE}; from connectory_clients.esputnik import Esputnik",
    "the Spoki client": f"{BASE}; from connectory_clients.spoki import Spoki",
    "both, sync and async": f"{BASE}; import connectory_clients.esputnik.sync, connectory_clients.esputnik.aio,"
    " connectory_clients.spoki.sync, connectory_clients.spoki.aio",
    "the models of eSputnik": f"{BASE}; import connectory_clients.esputnik.models",
    "the eSputnik client alone": "from connectory_clients.esputnik import Esputnik",
}
PEERS = {"openai": "import httpx, pydantic, openai", "botocore": "import httpx, pydantic, botocore.session"}

_SCRIPT = """
import resource, time
started = time.process_time()
{statement}
seconds = time.process_time() - started
print(seconds * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    statements = STATEMENTS | {name: text for name, text in PEERS.items() if find_spec(name)}
    for name in PEERS.keys() - statements.keys():
        print(f"skipped: {name} is not installed", file=sys.stderr)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in statements}
    with tempfile.TemporaryDirectory() as compiled:
        for statement in statements.values():
            _measured(statement, compiled)
        for _ in range(rounds):
            for name, statement in statements.items():
                found[name].append(_measured(statement, compiled))
    _print(rounds, found)


def _measured(statement: str, compiled: str) -> tuple[float, float]:
    """Milliseconds, and the largest size of the process in MiB."""
    folders = (str(ROOT / "generator"), str(ROOT / "generated" / "python"), os.environ.get("PYTHONPATH", ""))
    path = os.pathsep.join(filter(None, folders))
    settings = {"PYTHONPATH": path, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(statement=statement)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    milliseconds, memory = done.stdout.split()
    return float(milliseconds), float(memory)


def _print(rounds: int, found: dict[str, list[tuple[float, float]]]) -> None:
    print(f"median of {rounds} fresh interpreters; {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}, httpx {version('httpx')}, pydantic {version('pydantic')}")
    medians = {name: tuple(map(statistics.median, zip(*values, strict=True))) for name, values in found.items()}
    base = medians[BASE]
    print(f"{'':<28} {'ms':>7} {'MiB':>7}   {'ms':>7} {'MiB':>7}  over {BASE}")
    for name, (milliseconds, memory) in medians.items():
        more = f"{milliseconds - base[0]:>+7.1f} {memory - base[1]:>+7.1f}"
        print(f"{name:<28} {milliseconds:>7.1f} {memory:>7.1f}   {more}")


if __name__ == "__main__":
    main()
