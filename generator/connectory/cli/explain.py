"""`connectory explain`."""

import argparse

from ._command import Command, CommandError, Exit
from ._project import print_json


def _run(arguments: argparse.Namespace) -> int:
    from importlib import import_module

    from connectory.diagnostics import all_codes, find_code, printers
    from connectory.naming import closest

    # Codes register themselves when the stage that reports them is imported.
    import_module("connectory.pipeline")
    if arguments.code is None:
        if arguments.json:
            print_json([{"code": code.id, "name": code.name} for code in all_codes()])
        else:
            print("\n".join(f"{code.id}  {code.name}" for code in all_codes()))
        return Exit.OK
    code = find_code(arguments.code)
    if code is None:
        names = [name for item in all_codes() for name in (item.id, item.name)]
        near = closest(arguments.code, names)
        raise CommandError(
            f"there is no code {arguments.code!r}"
            + (f"; did you mean {near}?" if near else "; `connectory explain` lists them all")
        )
    if arguments.json:
        print_json(
            {"code": code.id, "name": code.name, "explanation": code.explanation, "bad": code.bad, "good": code.good}
        )
    else:
        print(printers.explain(code))
    return Exit.OK


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code such as S101, or its name; all when left out")
    parser.add_argument("--json", action="store_true", help="print JSON")


EXPLAIN = Command(
    "explain",
    "Explain a diagnostic code, with a wrong and a right example.",
    (("connectory explain", "list all codes"), ("connectory explain S101", "explain one")),
    _configure,
    _run,
)
