"""Whatever passes validation can be resolved and checked: problems are reported, never raised."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectory.diagnostics import Diagnostics
from connectory.load import SpecFile, Tree, find_connectors, parse_file, read_tree
from connectory.load.nodes import to_plain
from connectory.resolve import resolve
from connectory.rules import check_all
from connectory.validate import validate_tree

GOLDEN = Path(__file__).parents[2] / "golden" / "errors"
CASES = sorted(path for kind in ("reference", "rule", "feature") for path in GOLDEN.glob(f"{kind}_*/spec"))
ODDITIES = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "a: b",
    "$input.id",
    "$output",
    "/a/0",
    "{id}",
    "GET /x/{id}",
    [],
    {},
    ["x"],
]
ROUNDS = 12


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value with every key or index in it."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def mutate(value: Any, chance: random.Random) -> None:
    """Change one place: remove it, replace it by something odd, or by what stands in another place."""
    known = list(places(value))
    container, key = chance.choice(known)
    match chance.randrange(4):
        case 0:
            del container[key]
        case 1:
            container[key] = chance.choice(ODDITIES)
        case 2:
            other, there = chance.choice(known)
            container[key] = json.loads(json.dumps(other[there]))
        case _:
            _, name = chance.choice(known)
            if isinstance(container, dict) and isinstance(name, str):
                container[name] = container.pop(key)


def mutated(tree: Tree, chance: random.Random) -> Tree:
    def change(file: SpecFile | None) -> SpecFile | None:
        if file is None or file.node is None or chance.random() < 0.5:
            return file
        value = to_plain(file.node)
        for _ in range(chance.randint(1, 2)):
            if list(places(value)):
                mutate(value, chance)
        text = json.dumps(value)
        return parse_file(file.path, text.encode(), Diagnostics())

    return replace(
        tree,
        connectors=tuple(
            replace(
                files,
                connector=change(files.connector),
                schemas=change(files.schemas),
                actions=tuple(replace(action, file=change(action.file)) for action in files.actions),
            )
            for files in tree.connectors
        ),
    )


@pytest.mark.parametrize("spec", CASES, ids=lambda path: path.parent.name)
def test_changed_specs_are_reported_on_not_raised_for(spec: Path) -> None:
    tree = read_tree(find_connectors(spec, spec.parent, Diagnostics()), Diagnostics())
    chance = random.Random(spec.parent.name)
    for _ in range(ROUNDS):
        found = Diagnostics()
        project = resolve(validate_tree(mutated(tree, chance), found), found)
        if project is None:
            assert found.has_errors
        else:
            check_all(project, found)
        assert all("\n" not in item.message for item in found)
