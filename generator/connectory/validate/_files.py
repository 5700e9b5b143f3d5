"""All files of a tree, each against the shape of its kind."""

from dataclasses import replace

from connectory.diagnostics import Diagnostics
from connectory.load import ActionFile, ConnectorFiles, SpecFile, Tree
from connectory.load.nodes import Node
from connectory.memory import NO_MEMORY, Memory

from ._check import Subject, check
from ._language import Kind, shape_of

_NOUNS: dict[Kind, str] = {
    "action": "an action",
    "connector": "a connector",
    "schemas": "a schemas file",
    "webhook": "a webhook",
    "coverage": "a coverage file",
    "changelog": "a changelog",
    "translation": "a file of translations",
}


def problems_of(kind: Kind, node: Node) -> Diagnostics:
    """In what a file of this kind differs from the structure that the language asks for, at the keys and values."""
    problems = Diagnostics()
    subject = Subject(_NOUNS[kind], node.span.start)
    check(node, shape_of(kind), subject, problems)
    return problems


def validate_tree(tree: Tree, found: Diagnostics, memory: Memory = NO_MEMORY) -> Tree:
    """The same files; those with problems, in their text or structure, are left without a node.

    They stay in the tree, so that what refers to them is not reported as well. `memory` may know files that are
    still the same.
    """
    return _Validation(found, memory).tree(tree)


class _Validation:
    def __init__(self, found: Diagnostics, memory: Memory) -> None:
        self._found = found
        self._memory = memory
        self._broken = {item.span.file for item in found}
        self._reported = {item.span for item in found}

    def tree(self, tree: Tree) -> Tree:
        return replace(tree, connectors=tuple(self._connector(files) for files in tree.connectors))

    def _connector(self, files: ConnectorFiles) -> ConnectorFiles:
        valid = replace(
            files,
            connector=self._file("connector", files.connector) if files.connector else None,
            schemas=self._file("schemas", files.schemas) if files.schemas else None,
            coverage=self._file("coverage", files.coverage) if files.coverage else None,
            changelog=self._file("changelog", files.changelog) if files.changelog else None,
            translations=tuple(self._file("translation", file) for file in files.translations),
            actions=tuple(self._action(action) for action in files.actions),
            webhooks=tuple(replace(item, file=self._file("webhook", item.file)) for item in files.webhooks),
        )
        return self._memory.same(("valid files", files.id), valid)

    def _action(self, action: ActionFile) -> ActionFile:
        return replace(action, file=self._file("action", action.file))

    def _file(self, kind: Kind, file: SpecFile) -> SpecFile:
        if file.node is None:
            return file
        problems = self._memory.recall(problems_of, kind, file.node)
        # A value that was refused as YAML stands in the tree as text: what follows from that is no news.
        self._found.extend(item for item in problems if item.span not in self._reported)
        return file if not problems.has_errors and file.path not in self._broken else replace(file, node=None)
