"""`connectory build`."""

import argparse
import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from connectory.memory import NO_MEMORY, Memory

from ._command import Command, CommandError, Exit, mistakes_told
from ._outputs import outputs_of
from ._project import (
    add_format_arguments,
    add_project_argument,
    add_templates_argument,
    print_json,
    print_problems,
    settings_of,
)

if TYPE_CHECKING:
    from connectory.current import Findings
    from connectory.diagnostics import Diagnostic
    from connectory.output import Plan
    from connectory.pipeline import Compilation
    from connectory.settings import Settings


def _configure(parser: argparse.ArgumentParser) -> None:
    add_project_argument(parser)
    add_format_arguments(parser)
    parser.add_argument("--watch", action="store_true", help="build again whenever a spec changes")
    add_templates_argument(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace files that no earlier build wrote")


def _run(arguments: argparse.Namespace) -> int:
    if not arguments.watch:
        return _build(settings_of(arguments), arguments, NO_MEMORY)
    from ._watch import rounds

    for settings, memory in rounds(lambda: settings_of(arguments)):
        with mistakes_told():
            _build(settings, arguments, memory)
        print(f"Watching {settings.specs} for changes; Ctrl-C stops.", file=sys.stderr)
    return Exit.OK


def _build(settings: "Settings", arguments: argparse.Namespace, memory: Memory) -> int:
    from connectory.current import find_unchanged

    started = time.perf_counter()
    if not memory.lasting and (unchanged := find_unchanged(settings)) is not None:
        seconds = time.perf_counter() - started
        compared = f"{_counted(unchanged.plan.unchanged, 'file')} compared in {seconds:.1f} s"
        _tell(unchanged.findings, unchanged.plan, seconds, f"Nothing has changed: {compared}.", arguments.format)
        return Exit.OK
    compilation, changes = build_project(settings, overwrite=arguments.overwrite, memory=memory)
    seconds = time.perf_counter() - started
    _tell(compilation, changes, seconds, summary(compilation, changes, seconds), arguments.format)
    return Exit.FINDINGS if changes is None else Exit.OK


def build_project(
    settings: "Settings", *, overwrite: bool = False, memory: Memory = NO_MEMORY
) -> "tuple[Compilation, Plan | None]":
    """Compile, render and write. The plan is `None` when the specs have errors; nothing is written then.

    `memory` may know what was made before.

    Raises:
        CommandError: when a template cannot be used, or the output folder cannot be written.
    """
    from connectory.current import Findings, remember
    from connectory.output import OutputError, alone, apply, plan, recover

    compilation, outputs = outputs_of(settings, memory=memory)
    if outputs is None:
        return compilation, None
    try:
        with alone(settings.output):
            recover(settings.output)
            changes = plan(settings.output, outputs.files, outputs.manifest, overwrite=overwrite)
            apply(changes)
    except OutputError as error:
        raise CommandError(str(error)) from error
    concerned = {item.span.file for item in compilation.diagnostics}
    texts = {path: text for path, text in compilation.texts.items() if path in concerned}
    remember(settings, outputs.manifest, Findings(tuple(compilation.diagnostics), texts))
    return compilation, changes


def _tell(findings: "Compilation | Findings", changes: "Plan | None", seconds: float, sentence: str, form: str) -> None:
    if form == "json":
        print_json(_report(findings.diagnostics, changes, seconds))
        return
    print_problems(findings, form, sys.stderr)
    print(sentence, flush=True)


def _counts(changes: "Plan") -> dict[str, int]:
    from connectory.output import Change

    kinds = [change for change, _ in changes.writes]
    return {
        "created": kinds.count(Change.CREATE),
        "updated": kinds.count(Change.UPDATE),
        "removed": len(changes.removes),
        "unchanged": changes.unchanged,
    }


def summary(compilation: "Compilation", changes: "Plan | None", seconds: float) -> str:
    """What a build did, in one sentence. `changes` is `None` when the specs have errors."""
    if compilation.project is None or changes is None:
        errors = sum(item.severity == "error" for item in compilation.diagnostics)
        return f"Nothing was written: {_counted(errors, 'error')} in specs."
    connectors = compilation.project.connectors
    actions = sum(len(connector.actions) for connector in connectors)
    counts = ", ".join(f"{count} {name}" for name, count in _counts(changes).items() if count)
    built = f"{_counted(len(connectors), 'connector')} with {_counted(actions, 'action')}"
    return f"Built {built} in {seconds:.1f} s; files: {counts}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _report(found: "Iterable[Diagnostic]", changes: "Plan | None", seconds: float) -> dict[str, Any]:
    from connectory.diagnostics import printers

    return {
        "written": [str(file.path) for _, file in changes.writes] if changes else [],
        "removed": [str(path) for path in changes.removes] if changes else [],
        "counts": _counts(changes) if changes else None,
        "seconds": round(seconds, 3),
        "diagnostics": printers.json_data(found),
    }


BUILD = Command(
    "build",
    "Compile specs/ and write generated/.",
    (
        ("connectory build", "build the project in the current folder"),
        ("connectory build --watch", "… and again whenever a spec changes"),
        ("connectory build --templates ours", "pages with your own templates and styles"),
        ("connectory build --format github", "problems as annotations of a pull request"),
    ),
    _configure,
    _run,
)
