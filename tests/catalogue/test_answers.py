"""Answers of the shipped APIs that are not quite what they announce."""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import httpx
import pytest
from pydantic import BaseModel

from connectory_clients.esputnik import Esputnik
from connectory_runtime._alias import unaliased
from connectory_runtime._lenient import keep

CONNECTORS = ("esputnik", "spoki")


def _listed(announced: Any) -> Any:
    """The items of a list that may be missing or null; `None` for anything else."""
    announced = unaliased(announced)
    origin, arguments = get_origin(announced), get_args(announced)
    if origin is Annotated:
        return _listed(arguments[0])
    if origin in (Union, UnionType):
        branches = [branch for branch in arguments if branch is not NoneType]
        return _listed(branches[0]) if len(branches) == 1 else None
    return arguments[0] if origin is list else None


def _is_model(announced: Any) -> bool:
    return isinstance(announced, type) and issubclass(announced, BaseModel)


def _models(module: ModuleType) -> Iterator[type[BaseModel]]:
    for value in vars(module).values():
        if _is_model(value) and value.__module__ == module.__name__:
            yield value


@pytest.fixture
def unused(monkeypatch: pytest.MonkeyPatch, connector: str) -> ModuleType:
    """The models of a connector as they are before their first use."""
    name = f"connectory_clients.{connector}.unused_models"
    known = import_module(f"connectory_clients.{connector}.models")
    spec = spec_from_file_location(name, known.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("connector", CONNECTORS)
def test_a_list_of_one_may_come_as_the_one(connector: str, unused: ModuleType) -> None:
    """eSputnik does so; it costs nothing to expect it of all."""
    known = import_module(f"connectory_clients.{connector}.models")
    lists = 0
    for model in _models(known):
        model.model_rebuild()
        for name, field in model.model_fields.items():
            item = _listed(field.annotation)
            if item is None or not _is_model(item):
                continue
            lists += 1
            unbuilt = getattr(unused, model.__name__)
            built = keep(unbuilt, {field.alias or name: {"odd": 1}})
            (only,) = getattr(built, name)
            assert isinstance(only, getattr(unused, item.__name__)), f"{model.__name__}.{name}"
            assert only.odd == 1
    assert lists > 10


def test_a_list_within_one_that_came_alone_is_kept() -> None:
    answer = {"addressBook": {"id": "7", "fieldGroups": [{"name": "Personal", "fields": {"id": "3", "name": "Size"}}]}}

    def api(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=answer)

    with Esputnik(api_key="k", transport=httpx.MockTransport(api)) as esputnik:
        books = esputnik.list_address_books()
    assert books.address_book is not None
    groups = books.address_book[0].field_groups
    assert groups is not None
    fields = groups[0].fields
    assert fields is not None
    assert (fields[0].id, fields[0].name) == (3, "Size")


def test_an_envelope_has_a_list_where_one_is_announced() -> None:
    refused = {"externalOrderId": "A-1", "error": "unknown currency"}

    def api(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"failedOrders": refused}))

    order = {"externalOrderId": "A-1", "totalCost": 1, "status": "DELIVERED", "date": "2026-05-14T12:00:00Z"}
    order |= {"currency": "UAH", "email": "olena@example.com"}
    with Esputnik(api_key="k", transport=httpx.MockTransport(api)) as esputnik:
        envelope = esputnik.execute("ESPUTNIK_ADD_ORDERS", {"orders": [order]})
    assert envelope.data == [refused]
