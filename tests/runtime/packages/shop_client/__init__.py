"""A client written by hand in the shape that generated ones have."""

from .aio import AsyncShop
from .sync import Shop

__all__ = ["AsyncShop", "Shop"]
