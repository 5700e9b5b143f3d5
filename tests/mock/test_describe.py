"""The printed commands send what the mock accepts."""

import shlex
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from connectory.mock import describe
from connectory.model import Project

COMMANDS = {
    "get_order": "curl -u connectory:any-key http://x/shop/v1/orders/404",
    "add_order": "curl -u connectory:any-key -H 'Content-Type: application/json' "
    """-d '{"customer": {"email": "a@example.com"}, "address": {"city": "Rome"}}' http://x/shop/v1/orders""",
    "import_orders": "curl -u connectory:any-key -H 'Content-Type: application/json' "
    """-d '[{"id": 1}]' -X PUT http://x/shop/v1/orders""",
}
CREDENTIALS = {
    "token": "curl -H 'Authorization: Bearer any-key' http://x/shop/v1/orders/404",
    "header": "curl -H 'X-Key: any-key' http://x/shop/v1/orders/404",
    "query": "curl 'http://x/shop/v1/orders/404?api_key=any-key'",
    "cookie": "curl -b session=any-key http://x/shop/v1/orders/404",
    "open": "curl http://x/shop/v1/orders/404",
}


def described(project: Project, verify: str | None, auth: str = "key", *, local: bool = True) -> list[str]:
    (connector,) = project.connectors
    (resource,) = connector.resources
    actions = tuple(replace(action, auth=(auth,)) for action in resource.actions)
    changed = replace(connector, verify=verify, resources=(replace(resource, actions=actions),))
    server: Any = SimpleNamespace(url=lambda name: f"http://x/{name}", is_local=local, host="192.0.2.1")
    return describe(replace(project, connectors=(changed,)), server).splitlines()


@pytest.mark.parametrize("action", COMMANDS)
def test_command(project: Project, action: str) -> None:
    assert described(project, action)[1] == f"  {COMMANDS[action]}"


@pytest.mark.parametrize("scheme", CREDENTIALS)
def test_credential(project: Project, scheme: str) -> None:
    assert described(project, "get_order", scheme)[1] == f"  {CREDENTIALS[scheme]}"


def test_first_action_with_an_example_when_none_verifies(project: Project) -> None:
    assert shlex.split(described(project, None)[1])[-1] == "http://x/shop/v1/orders/404"


def test_open_address_is_told(project: Project) -> None:
    assert "Anyone who can reach 192.0.2.1 can use this server." in described(project, None, local=False)
