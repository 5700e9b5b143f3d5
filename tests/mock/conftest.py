"""A small shop whose actions use every place of a request, built without specs."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from connectory.diagnostics import Span
from connectory.mock import MockApi, MockRequest, MockResponse
from connectory.model import (
    Action,
    ApiKey,
    AuthScheme,
    Basic,
    Batch,
    Bearer,
    Connector,
    Credential,
    Endpoint,
    Entries,
    EnumValue,
    ErrorRule,
    Example,
    ExampleRequest,
    ExampleResponse,
    InputRule,
    JsonObject,
    NamedSchema,
    NoAuth,
    Parameter,
    Project,
    Property,
    Reference,
    Resource,
    Schema,
    Server,
    freeze,
)

HERE = Span.whole_file("specs/shop/connector.yaml")
SIGNED = ("Authorization", "Basic Y29ubmVjdG9yeTpr")
JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def schema(**keywords: Any) -> Schema:
    return Schema(source=HERE, **keywords)


TEXT = schema(types=("string",))
INTEGER = schema(types=("integer",))
REFUSED_TAGS = schema(
    types=("object",),
    properties=(Property(name="refused", schema=schema(types=("array",), items=TEXT), required=True),),
)
CUSTOMER = schema(
    types=("object",),
    properties=(
        Property(name="email", schema=schema(types=("string",), format="email"), required=True),
        Property(name="pin", schema=schema(types=("string",), secret=True), required=False),
    ),
    additional=False,
)


def parameter(name: str, kind: Schema, location: Any, **more: Any) -> Parameter:
    return Parameter(
        name=name, schema=kind, location=location, source=HERE, **({"wire": name, "required": False} | more)
    )


def example(values: dict[str, Any], status: int, body: Any = None, **more: Any) -> Example:
    response = ExampleResponse(
        status=status,
        headers=more.pop("headers", ()),
        body=freeze(body),
        text=more.pop("text", None),
        has_body=body is not None,
    )
    request = more.pop("request", None)
    return Example(title="One", input=JsonObject(freeze(values)), request=request, response=response, source=HERE)  # type: ignore[arg-type]


def action(id: str, endpoint: str, *parameters: Parameter, **more: Any) -> Action:
    method, path = endpoint.split(" ")
    facts: dict[str, Any] = {
        "resource": "all",
        "title": id,
        "summary": "It does something.",
        "description": None,
        "use_when": None,
        "notes": (),
        "tags": (),
        "effect": "write",
        "idempotent": False,
        "composite": None,
        "auth": ("key",),
        "rules": (),
        "output": None,
        "envelope": (),
        "pagination": None,
        "wait": None,
        "batch": None,
        "budget": None,
        "success_when": (),
        "error_when": (),
        "aliases": (),
        "deprecated": None,
        "evidence": None,
        "examples": (),
    }
    where = Endpoint(method=method, path=path, text=(), names=())  # type: ignore[arg-type]
    return Action(id=id, endpoint=where, parameters=parameters, source=HERE, **(facts | more))


ACTIONS = (
    action(
        "get_order",
        "GET /v1/orders/{id}",
        parameter("orderId", schema(types=("integer",), minimum=1), "path", wire="id", required=True),
        examples=(
            example({"orderId": 404}, 404, {"message": "There is no such order."}),
            example({"orderId": 7}, 410, {"message": "It was there once."}),
            example({"orderId": 7}, 200, {"id": 7}, headers=(("TotalCount", "1"),)),
            example(
                {"orderId": 8},
                200,
                {"id": 8},
                request=ExampleRequest(path="/v1/orders/9", query=(), headers=(), body=None, has_body=False),
            ),
        ),
    ),
    action(
        "import_tags",
        "POST /v1/tags",
        parameter("tags", schema(types=("array",), items=TEXT), "body", required=True),
        output=REFUSED_TAGS,
        batch=Batch(
            over=("tags",),
            size=2,
            entries=Entries(
                at=Reference(root="output", path=("refused",), schema=schema(), total=False, source=HERE),
                match=(),
                failed=(),
                message=None,
            ),
            source=HERE,
        ),
    ),
    action("get_latest_order", "GET /v1/orders/latest", output=schema(ref="Order")),
    action(
        "list_orders",
        "GET /v1/orders/",
        parameter("first", schema(types=("integer",), minimum=1, maximum=500), "query", wire="startindex"),
        parameter("open", schema(types=("boolean",)), "query"),
        parameter("tags", schema(types=("array",), items=TEXT), "query"),
        parameter("ids", schema(types=("array",), items=INTEGER), "query"),
        parameter("note", TEXT, "query", ignored=True),
        parameter("shape", schema(types=("string",), enum=(EnumValue(value="big"), EnumValue(value="small"))), "query",
                  wire_values=JsonObject({"small": "s"})),
        parameter("since", schema(types=("string",), format="date"), "query"),
        parameter("trace", schema(types=("string",), pattern="^[a-f]+$"), "header", wire="X-Trace"),
        parameter("theme", TEXT, "cookie"),
        output=schema(types=("array",), items=schema(ref="Order")),
    ),
    action(
        "add_order",
        "POST /v1/orders",
        parameter("customer", schema(ref="Customer"), "body", required=True),
        parameter("first_email", TEXT, "body", wire="/emails/0"),
        parameter("second_email", TEXT, "body", wire="/emails/1"),
        parameter("city", TEXT, "body", wire="/address/city"),
        parameter("street", TEXT, "body", wire="/address/street"),
        parameter("area", TEXT, "body", wire="/address/area"),
        parameter("count", schema(types=("integer", "null")), "body"),
        parameter("password", schema(types=("string",), min_length=3), "body", secret=True),
        rules=(
            InputRule(kind="exclusive", parameters=("city", "count"), source=HERE),
            InputRule(kind="together", parameters=("street", "area"), source=HERE),
        ),
        examples=(
            example({"customer": {"email": "a@example.com"}, "city": "Rome"}, 201, {"id": 1}),
            example({"customer": {"email": "b@example.com"}}, 409, {"message": "It is there already."}),
        ),
    ),
    action(
        "import_orders",
        "PUT /v1/orders",
        parameter("orders", schema(types=("array",), items=schema(ref="Order"), min_items=1), "body", wire="",
                  required=True),
        examples=(example({"orders": [{"id": 1}]}, 200, text="Done."),),
    ),
    action(
        "sign_up",
        "POST /v1/sign_up",
        parameter("email", schema(types=("string",), format="email"), "form", required=True),
        parameter("lists", schema(types=("array",), items=INTEGER), "form"),
        parameter("password", TEXT, "form", secret=True),
        auth=("open",),
        output=TEXT,
    ),
    action("by_token", "GET /v1/by_token", auth=("token",)),
    action("by_header", "GET /v1/by_header", auth=("header",)),
    action(
        "by_query",
        "GET /v1/by_query",
        parameter("n", INTEGER, "query"),
        auth=("query",),
        examples=(example({"n": 1}, 200, {"n": 1}), example({"n": 2}, 200, {"n": 2})),
    ),
    action("by_cookie", "GET /v1/by_cookie", auth=("cookie",)),
    action("purge", "DELETE /v1/orders/{id}.{kind}", parameter("id", INTEGER, "path", required=True),
           parameter("kind", TEXT, "path", required=True), output=schema(types=("null",))),
)  # fmt: skip

SCHEMES: tuple[AuthScheme, ...] = (
    Basic(id="key", username="connectory", password=Credential(argument="key"), how=None, source=HERE),
    Bearer(id="token", token=Credential(argument="token"), how=None, source=HERE),
    ApiKey(id="header", location="header", name="X-Key", key=Credential(argument="key"), how=None, source=HERE),
    ApiKey(id="query", location="query", name="api_key", key=Credential(argument="key"), how=None, source=HERE),
    ApiKey(id="cookie", location="cookie", name="session", key=Credential(argument="key"), how=None, source=HERE),
    NoAuth(id="open", how=None, source=HERE),
)

ORDER = schema(
    types=("object",),
    properties=(
        Property(name="id", schema=INTEGER, required=True),
        Property(name="parts", schema=schema(types=("array",), items=schema(ref="Order")), required=False),
    ),
)


@pytest.fixture(scope="session")
def project() -> Project:
    connector = Connector(
        id="shop",
        title="Shop",
        summary="A shop.",
        description=None,
        links=(),
        servers=(Server(url="https://shop.example/api", description=None),),
        auth=SCHEMES,
        default_auth=("key",),
        verify="get_order",
        pagination=(),
        budgets=(),
        errors=(ErrorRule(status=429, code="too_many", retryable=True, advice="Wait a second.", source=HERE),),
        schemas=(
            NamedSchema(name="Order", schema=ORDER, source=HERE),
            NamedSchema(name="Customer", schema=CUSTOMER, source=HERE),
        ),
        resources=(Resource(id="all", title="All", actions=ACTIONS),),
        source=HERE,
    )
    return Project(connectors=(connector,), sources=())


Send = Callable[..., MockResponse]


@pytest.fixture(scope="session")
def send(project: Project) -> Send:
    """Answers a request to the shop, which carries the right credential unless told otherwise."""
    api = MockApi(project, {"shop": {"token": "t0p"}})

    def _send(
        method: str, target: str, *headers: tuple[str, str], body: Any = b"", signed: bool = True
    ) -> MockResponse:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        more = (JSON,) if not isinstance(body, bytes) else ()
        own = (SIGNED,) if signed else ()
        return api.answer(MockRequest(method, f"/shop{target}", (*own, *more, *headers), raw)).response

    return _send
