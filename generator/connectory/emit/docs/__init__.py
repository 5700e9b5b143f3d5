"""Documentation: pages to publish, and the same in Markdown."""

from ._emitter import DocsEmitter
from ._site import Site

__all__ = ["DocsEmitter", "Site"]
