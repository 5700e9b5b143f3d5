"""Everything but the drivers is written once: it awaits nothing, and does not ask which of them it runs in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import connectory_runtime

RUNTIME = Path(connectory_runtime.__file__).parent
DRIVERS = ("_sync", "_async", "_aiohttp")
EDGES = ("__init__.py", "_connections.py", "_recorder.py", "fast.py", "oauth2.py")
"""What belongs to one driver by another name, or has a side for each: names, transports, signing in."""

CORE = [
    path.relative_to(RUNTIME)
    for path in sorted(RUNTIME.rglob("*.py"))
    if not path.name.startswith(DRIVERS) and path.name not in EDGES
]


@pytest.mark.parametrize("path", CORE, ids=str)
def test_the_core_awaits_nothing(path: Path) -> None:
    awaiting = ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await | ast.comprehension
    found = [node for node in ast.walk(_tree(path)) if isinstance(node, awaiting)]
    assert [ast.unparse(node) for node in found if not isinstance(node, ast.comprehension) or node.is_async] == []


@pytest.mark.parametrize("path", CORE, ids=str)
def test_the_core_does_not_ask_for_the_driver(path: Path) -> None:
    tests = [ast.unparse(test) for test in _tests(_tree(path))]
    assert [test for test in tests if any(word in test.lower() for word in ("async", "awaitable", "coroutine"))] == []


@pytest.mark.parametrize("path", CORE, ids=str)
def test_the_core_imports_no_driver(path: Path) -> None:
    assert [name for name in _imported(_tree(path)) if name.startswith(DRIVERS)] == []


def test_both_drivers_are_left_out() -> None:
    assert len(CORE) > 80
    assert {"_sync.py", "_async.py"}.isdisjoint(map(str, CORE))
    assert {Path("_flow.py"), Path("_core.py"), Path("_retry.py"), Path("_schema/_explain.py")} <= set(CORE)


def _tree(path: Path) -> ast.Module:
    return ast.parse((RUNTIME / path).read_text(encoding="utf-8"))


def _tests(tree: ast.Module) -> Iterator[ast.expr]:
    """What decides between branches."""
    for node in ast.walk(tree):
        match node:
            case ast.If(test) | ast.IfExp(test) | ast.While(test):
                yield test
            case ast.Match(subject):
                yield subject
            case ast.comprehension(ifs=conditions):
                yield from conditions
            case _:
                pass


def _imported(tree: ast.Module) -> Iterator[str]:
    """Modules of the runtime that one imports, unless for types only."""
    annotations = {inner for node in tree.body if _is_for_types(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level and node not in annotations:
            yield node.module or ""


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
