"""The demo over a client written by hand, so that it is tested apart from the emitters."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from connectory.demo import run_demo
from connectory.diagnostics import Span
from connectory.model import (
    Action,
    Alias,
    Basic,
    Connector,
    Credential,
    Effect,
    Endpoint,
    Example,
    ExampleResponse,
    JsonObject,
    Method,
    Parameter,
    Project,
    Resource,
    Schema,
    Server,
    freeze,
)

HERE = Span.whole_file("specs/shop/connector.yaml")
PACKAGE = "clients_of_the_demo_test"
CLIENT = """
import base64, json, urllib.request, urllib.error

class Envelope:
    successful = True
    def __init__(self, data):
        self.data = data
    def __repr__(self):
        return f"Envelope({self.data})"

class Busy(Exception):
    pass

class Shop:
    def __init__(self, *, key, base_url):
        self.key, self.base_url = key, base_url
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def _send(self, method, path, body, options):
        token = base64.b64encode(f":{self.key}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        headers |= (options or {}).get("headers", {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            with error:
                raise Busy(json.loads(error.read())["message"]) from None
    def read_item(self, *, item_id, options=None):
        return self._send("GET", f"/items/{item_id}", None, options)
    def add_item(self, *, item_name, options=None):
        return self._send("POST", "/items", {"itemName": item_name}, options)
    def send_item(self, *, options=None):
        return self._send("PUT", "/items", None, options)
    def execute(self, identifier, arguments, options=None):
        assert identifier == "OTHER_ADD_ITEM"
        return Envelope(self.add_item(item_name=arguments["itemName"], options=options))

class AsyncShop:
    def __init__(self, **options):
        self.client = Shop(**options)
    async def __aenter__(self):
        return self
    async def __aexit__(self, *_):
        pass
    async def send_item(self, *, options=None):
        return self.client.send_item(options=options)
"""


def action(
    id: str, method: Method, path: str, effect: Effect, values: dict[str, object], *parameters: Parameter
) -> Action:
    answer = freeze({"id": 1, "text": "[bold]not markup[/bold]", "list": list(range(20))})
    response = ExampleResponse(status=200, headers=(), body=answer, text=None, has_body=True)
    example = Example(
        title="One",
        input=JsonObject(values),
        request=None,
        response=response,
        source=HERE,  # type: ignore[arg-type]
    )
    return Action(
        id=id,
        resource="items",
        title=id,
        summary="It does something.",
        description=None,
        use_when=None,
        notes=(),
        tags=(),
        effect=effect,
        idempotent=False,
        endpoint=Endpoint(method=method, path=path, text=(), names=()),
        composite=None,
        auth=("key",),
        parameters=parameters,
        rules=(),
        output=None,
        envelope=(),
        pagination=None,
        wait=None,
        batch=None,
        budget=None,
        success_when=(),
        error_when=(),
        aliases=(Alias(catalogue="other", id=f"OTHER_{id.upper()}"),),
        deprecated=None,
        evidence=None,
        examples=(example,),
        source=HERE,
    )


@pytest.fixture
def project() -> Project:
    text = Schema(source=HERE, types=("string",))
    item_id = Parameter(name="itemId", schema=text, location="path", wire="id", required=True, source=HERE)
    item_name = Parameter(name="itemName", schema=text, location="body", wire="itemName", required=True, source=HERE)
    actions = (
        action("read_item", "GET", "/items/{id}", "read", {"itemId": "a"}, item_id),
        action("add_item", "POST", "/items", "write", {"itemName": "Lamp"}, item_name),
        action("send_item", "PUT", "/items", "send", {}),
    )
    connector = Connector(
        id="shop",
        title="Shop",
        summary="A shop.",
        description=None,
        links=(),
        servers=(Server(url="https://shop.example", description=None),),
        auth=(Basic(id="key", username="", password=Credential(argument="key"), how=None, source=HERE),),
        default_auth=("key",),
        verify=None,
        pagination=(),
        budgets=(),
        errors=(),
        schemas=(),
        resources=(Resource(id="items", title="Items", actions=actions),),
        source=HERE,
    )
    return Project(connectors=(connector,), sources=())


@pytest.fixture
def output(tmp_path: Path) -> Iterator[Path]:
    package = tmp_path / "python" / PACKAGE
    (package / "shop").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "shop" / "__init__.py").write_text(CLIENT)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.html").write_text("")
    yield tmp_path
    for name in (PACKAGE, f"{PACKAGE}.shop"):
        sys.modules.pop(name, None)


def shown(project: Project, output: Path) -> tuple[bool, str]:
    console = Console(file=io.StringIO(), width=220)
    good = run_demo(project, output, PACKAGE, console)
    assert isinstance(console.file, io.StringIO)
    return good, console.file.getvalue()


def test_it_shows_code_request_and_answer(project: Project, output: Path) -> None:
    before = list(sys.path)
    good, text = shown(project, output)
    assert good
    for expected in (
        "shop.read_item(item_id='a')",
        "shop.execute('OTHER_ADD_ITEM', {'itemName': 'Lamp'})",
        "await shop.send_item()",
        "GET /items/a",
        "POST /items",
        "Authorization: •••",
        '"itemName": "Lamp"',
        "[bold]not markup[/bold]",
        "Envelope(",
        "more lines",
        "Busy: Too Many Requests",
        str(output / "docs" / "index.html"),
    ):
        assert expected in text
    assert "demo-key" not in text
    assert sys.path == before


def test_it_says_when_something_went_wrong(project: Project, output: Path) -> None:
    module = output / "python" / PACKAGE / "shop" / "__init__.py"
    module.write_text(CLIENT.replace('{"itemName": item_name}', '{"item": item_name}'))
    good, text = shown(project, output)
    assert not good
    assert "400 Bad Request" in text
    assert "body.item" in text
