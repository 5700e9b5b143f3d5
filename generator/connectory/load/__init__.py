"""From a folder of YAML files to nodes with positions. Knows YAML and the layout of folders, but no action."""

from ._files import parse_file
from ._folder import ConnectorFolder, find_connectors, read_tree
from ._tree import ActionFile, ConnectorFiles, SourceFile, SpecFile, Tree, WebhookFile

__all__ = [
    "ActionFile",
    "ConnectorFiles",
    "ConnectorFolder",
    "SourceFile",
    "SpecFile",
    "Tree",
    "WebhookFile",
    "find_connectors",
    "parse_file",
    "read_tree",
]
