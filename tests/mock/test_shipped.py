"""Every example of the shipped specs is a request that the mock accepts, and its answer."""

import base64
import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from connectory.mock import MockApi, MockRequest
from connectory.mock._encode import expected_parts
from connectory.mock._parts import ABSENT
from connectory.model import Action, ApiKey, Basic, Connector, Credential, Example, NoAuth, Project
from connectory.pipeline import compile_specs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> Project:
    return compile_specs(ROOT / "specs", ROOT).require()


def credential(action: Action, connector: Connector) -> tuple[tuple[str, str], ...]:
    scheme, *_ = connector.schemes_of(action)
    match scheme:
        case Basic(username=str(username), password=Credential()):
            return (("Authorization", f"Basic {base64.b64encode(f'{username}:k'.encode()).decode()}"),)
        case ApiKey(location="header", name=name):
            return ((name, "k"),)
        case NoAuth():
            return ()
        case _:
            raise AssertionError(f"the shipped specs use another scheme now: {scheme.id}")


def request_of(example: Example, action: Action, connector: Connector) -> MockRequest:
    assert action.endpoint is not None
    parts = expected_parts(action, example.input)
    path = action.endpoint.path
    for name, text in parts.path.items():
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    body = b"" if parts.body is ABSENT else json.dumps(parts.body).encode()
    headers = (*credential(action, connector), ("Content-Type", "application/json"), *parts.headers)
    return MockRequest(action.endpoint.method, f"/{connector.id}{path}?{urlencode(parts.query)}", headers, body)


def test_examples(shipped: Project) -> None:
    api = MockApi(shipped)
    unlike: dict[str, object] = {}
    for connector in shipped.connectors:
        for action in connector.actions:
            for example in action.examples if action.endpoint else ():
                response = api.answer(request_of(example, action, connector)).response
                twins = [other for other in action.examples if other.input == example.input]
                if response.status not in {other.response.status for other in twins}:
                    unlike[f"{connector.id}.{action.id}: {example.title}"] = (response.status, response.body)
    assert unlike == {}


def test_every_action_is_served(shipped: Project) -> None:
    api = MockApi(shipped)
    for connector in shipped.connectors:
        for action in (item for item in connector.actions if item.endpoint):
            example = next(item for item in action.examples if item.response.status < 300)
            found = api.answer(request_of(example, action, connector))
            assert found.route is not None
            assert found.route.action.id == action.id
