"""Plans: what would be sent, and the same as a command."""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import which
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from shop_client import AsyncShop, Shop
from shop_testing import CANARY, CREDENTIALS

from connectory_runtime import InvalidInput, UnknownAction

SECRET = "s3cret \"'$HOME`\\"
HOSTILE = 'it\'s "$HOME" `id` \\ \n ü [1-3] {a,b} ;&| @/etc/passwd'

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_item", {"item": "a b/ü", "verbose": True}),
    ("list_items", {"limit": 3}),
    ("whoami", {}),
    ("delete_item", {"id": 1}),
    ("set_emails", {"first": HOSTILE, "second": None}),
    ("login", {"user": HOSTILE, "password": SECRET, "scopes": [1, 2]}),
    ("search", {"text": HOSTILE.replace("\n", " "), "password": SECRET, "trace": "", "lang": "uk"}),
    ("import_people", {"people": [{"email": "a@b.example"}], "matchBy": "mobilepush"}),
    ("renew", {}),
]


def test_a_plan_says_what_would_be_sent() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise AssertionError("something was sent")

    with Shop(transport=httpx.MockTransport(refuse), **CREDENTIALS) as shop:
        plan = shop.plan("SHOP_GET_ITEM", {"item": 7}, {"headers": {"X-Trace": "t", "Cookie": CANARY}})
    assert (plan.connector, plan.action, plan.effect, plan.idempotent) == ("shop", "get_item", "read", True)
    (request,) = plan.requests
    assert (request.method, request.url, request.body) == ("GET", "https://shop.example/api/v1/items/7", None)
    assert request.headers["Authorization"] == "Basic ***"
    assert (request.headers["X-Trace"], request.headers["Cookie"]) == ("t", "***")
    assert plan.source == request.source == "specs/shop/items/get_item.yaml"
    assert request.environment == ("SHOP_COOKIE", "SHOP_API_KEY")
    assert request.idempotency_key is None


def test_a_plan_reads_well() -> None:
    plan = Shop().plan("login", {"user": "u", "password": "p"})
    lines = str(plan).splitlines()
    assert lines[:2] == ["shop.login (write, not to be repeated blindly)", "POST https://shop.example/api/v1/login"]
    assert lines[-4:] == [
        "user=u&password=***",
        "",
        "at worst: 3 requests, the last one sent after 120 s",
        "declared in: specs/shop/people/login.yaml",
    ]
    assert '\n{\n  "emails": [\n    "a"\n  ]\n}\n' in str(Shop().plan("set_emails", {"first": "a"}))


@pytest.mark.parametrize("client", [Shop, AsyncShop])
def test_plans_need_no_credential_but_valid_input(client: type[Shop] | type[AsyncShop]) -> None:
    (request,) = client().plan("list_items").requests
    assert request.url.endswith("/v1/items?key=***")
    with pytest.raises(InvalidInput, match="maximum"):
        client().plan("list_items", {"limit": 501})
    with pytest.raises(InvalidInput, match="as a step"):
        client().plan("get_item", {"item": ".."})
    with pytest.raises(UnknownAction, match="list_items"):
        client().plan("list_itms")
    with pytest.raises(TypeError, match="unknown option"):
        client().plan("list_items", {}, {"time": 1})  # type: ignore[typeddict-unknown-key]


@pytest.mark.parametrize(("action", "arguments"), CALLS)
def test_no_secret_is_in_a_plan(action: str, arguments: dict[str, Any]) -> None:
    given = {name: CANARY if value == SECRET else value for name, value in arguments.items()}
    plan = Shop(**CREDENTIALS).plan(action, given)
    assert CANARY not in f"{plan} {plan!r} {plan.as_curl()} {vars(type(plan))}"
    assert "Y2FuYXJ5" not in f"{plan!r} {plan.as_curl()}"


@pytest.fixture(scope="module")
def echo() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that keeps what arrives."""
    arrived: list[dict[str, Any]] = []

    class Keep(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            address = urlsplit(self.path)
            is_form = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            arrived.append(
                {
                    "method": self.command,
                    "path": address.path,
                    "query": sorted(parse_qsl(address.query, keep_blank_values=True)),
                    "headers": {
                        name.lower(): value
                        for name, value in self.headers.items()
                        if name.lower() not in ("host", "content-length", "connection", "accept-encoding")
                    },
                    "body": parse_qsl(body.decode(), keep_blank_values=True) if is_form else body,
                }
            )
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Keep, f"do_{method}", Keep.handle_any)
    with ThreadingHTTPServer(("127.0.0.1", 0), Keep) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api", arrived
        server.shutdown()
        thread.join()


@pytest.mark.skipif(which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(("action", "arguments"), CALLS)
def test_the_command_sends_the_same(
    echo: tuple[str, list[dict[str, Any]]], action: str, arguments: dict[str, Any]
) -> None:
    base_url, arrived = echo
    arrived.clear()
    with Shop(base_url=base_url, **CREDENTIALS) as shop:
        assert shop.execute(action, arguments).successful
        plan = shop.plan(action, arguments)
    (request,) = plan.requests
    values = {name: SECRET if name == "SHOP_PASSWORD" else CANARY for name in request.environment}
    subprocess.run(
        ["/bin/sh", "-c", plan.as_curl()],
        env={"PATH": os.environ["PATH"], "HOME": "/nowhere", **values},
        check=True,
        capture_output=True,
    )
    by_client, by_curl = arrived
    assert by_curl == by_client
