"""Documentation: pages to publish, and the same in Markdown."""

from ._emitter import DocsEmitter
from ._site import PLAIN, Site

__all__ = ["PLAIN", "DocsEmitter", "Site"]
