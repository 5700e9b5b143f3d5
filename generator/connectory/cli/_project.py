"""What most commands begin with: find the project, compile it, report problems."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ._command import CommandError

if TYPE_CHECKING:
    from connectory.current import Findings
    from connectory.diagnostics import Diagnostic
    from connectory.pipeline import Compilation
    from connectory.settings import Settings

FORMATS = ("text", "json", "sarif", "github")


def add_project_argument(parser: argparse.ArgumentParser) -> None:
    """`--project DIR`."""
    parser.add_argument(
        "--project", type=Path, default=Path(), metavar="DIR", help="the project's folder (default: the current one)"
    )


def add_templates_argument(parser: argparse.ArgumentParser) -> None:
    """`--templates DIR`."""
    parser.add_argument(
        "--templates", type=Path, metavar="DIR", help="a folder of templates and styles that come before ours"
    )


def add_format_arguments(parser: argparse.ArgumentParser) -> None:
    """`--format` for problems, and `--json`, which means the same everywhere: print JSON."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print problems (default: text)")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="print JSON")


def settings_of(arguments: argparse.Namespace) -> "Settings":
    """The project's settings, and what arguments change of them.

    Raises:
        CommandError: when there are no specs, or the settings are wrong.
    """
    from connectory.settings import SettingsError, read_settings

    try:
        settings = read_settings(arguments.project)
    except SettingsError as error:
        raise CommandError(str(error)) from error
    if not settings.specs.is_dir():
        raise CommandError(
            f"there is no folder {settings.specs}: change to the project's folder, pass --project DIR, "
            "or set specs in [tool.connectory] of pyproject.toml"
        )
    templates: Path | None = getattr(arguments, "templates", None)
    return settings if templates is None else replace(settings, templates=templates)


def print_problems(findings: "Compilation | Findings", form: str, stream: TextIO) -> None:
    """Print every diagnostic of a compilation, or of an earlier one that would find the same."""
    if text := format_problems(findings.diagnostics, findings.texts, form, color=wants_color(stream)):
        print(text, file=stream)


def format_problems(found: "Iterable[Diagnostic]", texts: Any, form: str, *, color: bool = False) -> str:
    """Diagnostics in one of `FORMATS`."""
    from connectory.diagnostics import printers

    match form:
        case "json":
            return printers.json(found)
        case "sarif":
            return printers.sarif(found)
        case "github":
            return printers.github(found)
        case _:
            return printers.text(found, texts, color=color)


def wants_color(stream: TextIO) -> bool:
    """Colour on a terminal, unless NO_COLOR says otherwise (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def print_json(data: Any) -> None:
    """Print data for a machine."""
    json.dump(data, sys.stdout, indent=2, ensure_ascii=False)
    print()
