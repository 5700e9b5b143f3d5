"""Documentation: pages to publish, and the same in Markdown."""

from ._emitter import DocsEmitter

__all__ = ["DocsEmitter"]
