"""How long a build takes, beside two other generators on the OpenAPI documents that it makes.

    python tests/benchmarks/build.py [--runs 5]

Wall clock, medians: of whole processes, and of the time from a change to its outputs in one that watches. All
contenders are timed in turn within one run, so that the ratios mean something on a busy machine too. Each writes to a
new folder: file systems are slow where much was deleted a moment ago. Cold builds have no cache; the builds after
them have that of the one before.
"""

import argparse
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from connectory.emit.openapi import OpenApiEmitter
from connectory.model import LANGUAGES, Project
from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        project = compile_specs(ROOT / "specs", ROOT).require()
        contenders = _contenders(work, _documents(work, project))
        os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        # What is installed has its bytecode, and so has what runs a second time, unless that is switched off.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for number in range(runs):
            for name, run in contenders.items():
                print(f"\rround {number + 1} of {runs}: {name:<46}", end="", file=sys.stderr, flush=True)
                seconds[name].append(run())
        print("\r" + " " * 66 + "\r", end="", file=sys.stderr)
    _print(sum(len(connector.actions) for connector in project.connectors), runs, seconds)


def _documents(work: Path, project: Project) -> list[Path]:
    for file in OpenApiEmitter().emit(project):
        (work / file.path.name).write_text(file.text)
    return sorted(work.glob("*.json"))


def _contenders(work: Path, documents: list[Path]) -> dict[str, Callable[[], float]]:
    project = work

    def build() -> float:
        return _time([[str(BIN / "connectory"), "build", "--project", str(project)]])

    def cold(*languages: str) -> float:
        nonlocal project
        project = _new(work)
        os.environ["XDG_CACHE_HOME"] = str(project / "caches")
        shutil.copytree(ROOT / "specs", project / "specs")
        (project / "pyproject.toml").write_text(f"[tool.connectory]\nlanguages = {list(languages)}\n")
        return build()

    def one_change() -> float:
        spec = min(project.glob("specs/*/*/get_*.yaml"))
        spec.write_text(spec.read_text().replace("use_when: ", "use_when: Now ", 1))
        return build()

    def watched() -> float:
        command = [str(BIN / "connectory"), "build", "--watch", "--project", str(project)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            # Nobody changes a file as soon as outputs are there.
            time.sleep(1)
            spec = min(project.glob("specs/*/*/get_*.yaml"))
            spec.write_text(spec.read_text().replace("use_when: ", "use_when: Even ", 1))
            started = time.perf_counter()
            process.stdout.readline()
            seconds = time.perf_counter() - started
            process.send_signal(signal.SIGINT)
        return seconds

    def peer(*command: str) -> Callable[[], float]:
        def run() -> float:
            return _time([[part.format(doc=doc, out=_new(work)) for part in command] for doc in documents])

        return run

    return {
        "connectory build, site in 5 languages": lambda: cold(*LANGUAGES),
        "… --watch, one action changed, 5 languages": watched,
        "connectory build, site in English": lambda: cold("en"),
        "connectory build, Markdown only": cold,
        "…, one action changed": one_change,
        "…, nothing changed": build,
        "… --watch, one action changed, Markdown only": watched,
        # It formats what it makes where the search path has a formatter.
        "openapi-python-client": peer(
            str(BIN / "openapi-python-client"), "generate", "--path", "{doc}",
            "--output-path", "{out}/client",
        ),
        "datamodel-code-generator, client": peer(
            str(BIN / "datamodel-codegen"), "--input", "{doc}", "--input-file-type", "openapi",
            "--output", "{out}/models.py", "--output-model-type", "pydantic_v2.BaseModel",
            "--generate-client", "httpx2", "--client-output", "{out}/client",
            "--client-package", "client", "--client-model-package", "models",
        ),
    }  # fmt: skip


def _new(work: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=work))


def _time(commands: list[list[str]]) -> float:
    started = time.perf_counter()
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def _print(actions: int, runs: int, seconds: dict[str, list[float]]) -> None:
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    ours = medians["connectory build, Markdown only"]
    print(f"{actions} actions, 2 connectors; median of {runs} rounds; {os.cpu_count()} cores,")
    print(f"Python {platform.python_version()}, {platform.machine()}; ", end="")
    print(", ".join(f"{name} {version(name)}" for name in ("openapi-python-client", "datamodel-code-generator")))
    print(f"\n{'':<46} {'seconds':>8} {'min':>8} {'max':>8}   Markdown only / this")
    for name, values in seconds.items():
        print(f"{name:<46} {medians[name]:>8.2f} {min(values):>8.2f} {max(values):>8.2f}   {ours / medians[name]:.2f}")


if __name__ == "__main__":
    main()
