"""From nodes to the model: defaults applied, names found, references bound. The only place that sees both."""

from ._project import resolve

__all__ = ["resolve"]
