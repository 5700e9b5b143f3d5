"""From a folder of YAML files to nodes with positions. Knows YAML and the layout of folders, but no action."""

from ._folder import read_tree
from ._tree import ActionFile, ConnectorFiles, SourceFile, SpecFile, Tree, WebhookFile
from ._yaml import parse_yaml

__all__ = ["ActionFile", "ConnectorFiles", "SourceFile", "SpecFile", "Tree", "WebhookFile", "parse_yaml", "read_tree"]
