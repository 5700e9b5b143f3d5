from __future__ import annotations

from typing import Literal

from pydantic import Field

from connectory_runtime import Model


class Item(Model):
    id: int
    name: str
    price: float | None = None
    tags: list[str] = Field(default_factory=list)
    kind: Literal["book", "disc"] | str | None = None
    in_stock: bool | None = Field(default=None, alias="inStock")
    parts: list[Item] | None = None


class Person(Model):
    email: str | None = None
    first_name: str | None = Field(default=None, alias="firstName")
    address: Address | None = None


class Address(Model):
    town: str | None = None


class Failed(Model):
    index: int
    reason: str


class ImportResult(Model):
    session: str
    failed: list[Failed] | None = None
    counts: dict[str, int] | None = None


ListItemsResult = list[Item]
