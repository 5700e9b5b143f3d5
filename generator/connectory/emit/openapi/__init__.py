"""OpenAPI 3.1: one document per connector, for tools that know nothing of ours."""

from ._emitter import OpenApiEmitter

__all__ = ["OpenApiEmitter"]
