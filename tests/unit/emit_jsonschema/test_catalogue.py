"""The catalogue says of every action what it is called and where everything is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectory.diagnostics import Diagnostics
from connectory.emit.catalogue import CatalogueEmitter
from connectory.emit.docs import DocsEmitter, Site
from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.load import find_connectors, read_tree
from connectory.model import Project
from connectory.resolve import resolve
from connectory.validate import validate_tree

ACME = Path(__file__).parents[2] / "golden" / "docs" / "acme"


@pytest.fixture(scope="module")
def acme() -> Project:
    found = Diagnostics()
    project = resolve(validate_tree(read_tree(find_connectors(ACME / "specs", ACME, found), found), found), found)
    found.raise_if_errors()
    assert project is not None
    return project


@pytest.fixture(scope="module")
def catalogue(acme: Project) -> dict[str, Any]:
    (file,) = CatalogueEmitter("shop_clients").emit(acme)
    assert file.path.as_posix() == "catalogue.json"
    catalogue: dict[str, Any] = json.loads(file.text)
    return catalogue


def test_a_connector(catalogue: dict[str, Any]) -> None:
    (acme,) = catalogue["connectors"]
    assert catalogue["version"] == 1
    assert {key: value for key, value in acme.items() if key != "actions"} == {
        "id": "acme",
        "title": "Acme",
        "summary": "Contacts and files of the Acme company.",
        "audience": "Everyone who sells anvils.",
        "links": {"home": "https://acme.example", "api_keys": "https://acme.example/keys"},
        "servers": [
            {"url": "https://api.acme.example", "description": "Production."},
            {"url": "https://sandbox.acme.example", "description": None},
        ],
        "auth": [
            {
                "id": "key",
                "kind": "api_key",
                "credentials": [{"argument": "api_key", "env": "ACME_KEY"}],
                "how": "Ask the coyote.",
            },
            {
                "id": "login",
                "kind": "basic",
                "credentials": [{"argument": "user", "env": None}, {"argument": "password", "env": None}],
                "how": None,
            },
            {"id": "open", "kind": "none", "credentials": [], "how": None},
        ],
        "default_auth": ["key"],
        "verify": None,
        "webhooks": [
            {
                "id": "contact_changed",
                "title": "Contact changed",
                "summary": "Sent when a contact is changed by *anybody*.",
                "description": "Deliveries are repeated until they are answered with `200`.",
                "notes": ["Set it up in the account."],
                "model": "Contact",
                "schema": "schemas/acme/contact_changed.webhook.json",
                "evidence": {"status": "inferred", "source": "Support", "note": "Nobody has seen it."},
                "source": "specs/acme/webhooks/contact_changed.yaml",
            }
        ],
    }


def test_an_action(catalogue: dict[str, Any]) -> None:
    find = next(item for item in catalogue["connectors"][0]["actions"] if item["id"] == "find_contacts")
    assert find == {
        "id": "find_contacts",
        "identifiers": {"ours": "find_contacts", "aliases": {"other": ["ACME_FIND", "ACME_SEARCH"]}},
        "resource": "contacts",
        "title": "Find contacts",
        "summary": "Find the contacts that match.",
        "description": None,
        "use_when": "You know something about a person, but not the id.",
        "notes": ["At most 50 rows come back.", "Rows are sorted by name."],
        "effect": "read",
        "idempotent": True,
        "deprecated": None,
        "tags": ["contacts"],
        "endpoint": "GET /v1/lists/{list}/contacts",
        "calls": [],
        "wait": None,
        "batch": None,
        "auth": ["key"],
        "returns": None,
        "client": {
            "module": "shop_clients.acme",
            "class": "Acme",
            "async_class": "AsyncAcme",
            "method": "find_contacts",
        },
        "schemas": {
            "input": "schemas/acme/find_contacts.input.json",
            "output": "schemas/acme/find_contacts.output.json",
        },
        "docs": "docs/acme/actions/find_contacts.md",
        "evidence": {"status": "documented", "source": "https://acme.example/docs", "note": None},
        "source": "specs/acme/contacts/find_contacts.yaml",
    }


def test_deprecation(catalogue: dict[str, Any]) -> None:
    delete = next(item for item in catalogue["connectors"][0]["actions"] if item["id"] == "delete_contact")
    assert delete["deprecated"] == {"reason": "Contacts are archived now.", "replacement": "find_contacts"}


def test_what_it_points_at_is_made(acme: Project, catalogue: dict[str, Any]) -> None:
    made = {
        file.path.as_posix(): file.text
        for emitter in (JsonSchemaEmitter(), DocsEmitter(site=Site(())))
        for file in emitter.emit(acme)
    }
    for action in catalogue["connectors"][0]["actions"]:
        assert set(action["schemas"].values()) <= made.keys()
        assert made[action["docs"]].startswith(f"# {action['title']}\n")


@pytest.mark.parametrize(
    ("scheme", "kind", "arguments"),
    [
        ("{kind: bearer, token: {from: token}}", "bearer", ["token"]),
        ("{kind: basic, username: fixed, password: {from: secret}}", "basic", ["secret"]),
        ("{kind: oauth2, grant: client_credentials, token_url: 'https://a.example/t', %s}", "oauth2", ["id", "secret"]),
    ],
)
def test_kinds_of_authentication(
    resolve_texts: Callable[..., Any], scheme: str, kind: str, arguments: list[str]
) -> None:
    scheme = scheme.replace("%s", "client_id: {from: id}, client_secret: {from: secret}")
    text = f"title: A\nsummary: B.\nservers: [{{url: 'https://a.example'}}]\nauth: {{main: {scheme}}}\n"
    outcome = resolve_texts({"connector.yaml": text})
    (file,) = CatalogueEmitter().emit(outcome.project)
    (auth,) = json.loads(file.text)["connectors"][0]["auth"]
    assert (auth["kind"], [item["argument"] for item in auth["credentials"]]) == (kind, arguments)
