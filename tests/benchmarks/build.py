"""How long a build takes, beside two other generators on an OpenAPI document of the same actions.

    python tests/benchmarks/build.py [--runs 5]

Whole processes, wall clock, medians. All contenders are timed in turn within one run, so that the
ratios mean something on a busy machine too.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from openapi_document import openapi_document

from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        actions = _prepare(work)
        contenders = _contenders(work)
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for number in range(runs):
            for name, run in contenders.items():
                print(f"\rround {number + 1} of {runs}: {name:<40}", end="", file=sys.stderr, flush=True)
                seconds[name].append(run())
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    _print(actions, runs, seconds)


def _prepare(work: Path) -> int:
    """A project of its own with the shipped specs, and an OpenAPI document per connector."""
    shutil.copytree(ROOT / "specs", work / "project" / "specs")
    project = compile_specs(work / "project" / "specs", work / "project").require()
    for connector in project.connectors:
        (work / f"{connector.id}.json").write_text(json.dumps(openapi_document(connector)))
    return sum(len(connector.actions) for connector in project.connectors)


def _contenders(work: Path) -> dict[str, Callable[[], float]]:
    project, documents = work / "project", sorted(work.glob("*.json"))
    spec = min(project.glob("specs/*/*/*.yaml"))

    def build() -> float:
        return _time([[str(BIN / "connectory"), "build", "--project", str(project)]])

    def cold() -> float:
        shutil.rmtree(project / "generated", ignore_errors=True)
        return build()

    def one_change() -> float:
        spec.write_text(spec.read_text() + "# changed\n")
        return build()

    def peer(*command: str) -> Callable[[], float]:
        def run() -> float:
            return _time([[part.format(doc=doc, out=_fresh(work, doc)) for part in command] for doc in documents])

        return run

    return {
        "connectory build, cold": cold,
        "connectory build, one action changed": one_change,
        "connectory build, nothing changed": build,
        "openapi-python-client": peer(
            str(BIN / "openapi-python-client"), "generate", "--path", "{doc}",
            "--output-path", "{out}/client", "--overwrite",
            "--output-path", "{out}/client", "--overwrite",
        ),
        "datamodel-code-generator, client": peer(
            str(BIN / "datamodel-codegen"), "--input", "{doc}", "--input-file-type", "openapi",
            "--output", "{out}/models.py", "--output-model-type", "pydantic_v2.BaseModel",
            "--generate-client", "httpx2", "--client-output", "{out}/client",
            "--client-package", "client", "--client-model-package", "models",
        ),
    }  # fmt: skip


def _fresh(work: Path, document: Path) -> Path:
    out = work / "peers" / document.stem
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    return out


def _time(commands: list[list[str]]) -> float:
    started = time.perf_counter()
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def _print(actions: int, runs: int, seconds: dict[str, list[float]]) -> None:
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    first = next(iter(medians.values()))
    print(f"{actions} actions, 2 connectors; median of {runs} whole processes; {os.cpu_count()} cores,")
    print(f"Python {platform.python_version()}, {platform.machine()}; ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("openapi-python-client", "datamodel-code-generator")))
    print(f"\n{'':<40} {'seconds':>8} {'min':>8} {'max':>8}   cold build / this")
    for name, values in seconds.items():
        ratio = first / medians[name]
        print(f"{name:<40} {medians[name]:>8.2f} {min(values):>8.2f} {max(values):>8.2f}   {ratio:.2f}")


if __name__ == "__main__":
    main()
