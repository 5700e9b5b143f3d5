from typing import Any

from connectory_runtime import Action, EnvelopeField, InputRule, Parameter
from shop_client.connector import CONNECTOR

_SOURCE = "specs/shop/items/get_item.yaml"

GET_ITEM: Action[Any] = Action(
    id="get_item",
    connector=CONNECTOR,
    method="GET",
    path="/v1/items/{id}",
    effect="read",
    idempotent=True,
    auth=("key",),
    source=_SOURCE,
    parameters=(
        Parameter(
            name="item", schema={"type": ["string", "integer"]}, location="path", wire="id", required=True, line=7
        ),
        Parameter(name="verbose", schema={"type": "boolean"}, location="query", line=9),
    ),
    answers="object",
    returns="Item",
)

LIST_ITEMS: Action[Any] = Action(
    id="list_items",
    connector=CONNECTOR,
    method="GET",
    path="/v1/items",
    effect="read",
    idempotent=True,
    auth=("query",),
    source="specs/shop/items/list_items.yaml",
    parameters=(
        Parameter(name="limit", schema={"type": "integer", "minimum": 1, "maximum": 500}, location="query", line=8),
    ),
    answers="list",
    returns="ListItemsResult",
    envelope=(EnvelopeField(name="data", value={"items": "$response.json"}),),
)

PUT_ITEM: Action[Any] = Action(
    id="put_item",
    connector=CONNECTOR,
    method="PUT",
    path="/v1/items",
    effect="write",
    idempotent=True,
    auth=("header",),
    source="specs/shop/items/put_item.yaml",
    parameters=(Parameter(name="item", schema={}, location="body", wire="", required=True, line=6),),
)

DELETE_ITEM: Action[Any] = Action(
    id="delete_item",
    connector=CONNECTOR,
    method="DELETE",
    path="/v1/items/{id}",
    effect="delete",
    idempotent=False,
    auth=("token",),
    source="specs/shop/items/delete_item.yaml",
    parameters=(Parameter(name="id", schema={"type": "integer"}, location="path", required=True, line=5),),
    answers="text",
    envelope=(EnvelopeField(name="data", value={"message": "$response.text"}),),
)

SEARCH: Action[Any] = Action(
    id="search",
    connector=CONNECTOR,
    method="GET",
    path="/v1/search",
    effect="read",
    idempotent=True,
    auth=("open",),
    source="specs/shop/items/search.yaml",
    parameters=(
        Parameter(name="text", schema={"type": "string"}, location="query", wire="q", line=4),
        Parameter(name="price", schema={"type": "number"}, location="query", line=5),
        Parameter(
            name="tags", schema={"type": "array", "items": {"type": "string"}}, location="query", wire="tag", line=6
        ),
        Parameter(name="trace", schema={"type": "string"}, location="header", wire="X-Trace", line=7),
        Parameter(name="lang", schema={"type": "string"}, location="cookie", line=8),
        Parameter(name="password", schema={"type": "string"}, location="query", secret=True, line=9),
        Parameter(name="page_token", schema={"type": "string"}, location="query", ignored=True, line=10),
    ),
    rules=(
        InputRule(kind="exclusive", parameters=("text", "tags"), line=12),
        InputRule(kind="requires", parameters=("price", "text"), line=13),
    ),
)
