"""SDKs that are measured where they are installed (`peers.txt`), doing the same work as the contenders."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loopback import KEY, NEW

if TYPE_CHECKING:
    from botocore.client import BaseClient

PEERS = ("openai", "botocore")


@dataclass(frozen=True)
class Work:
    """One unit of each kind of work. Answers are read, and decoded to models where the contender has models."""

    get: Callable[[], Any]
    post: Callable[[], Any]
    page: Callable[[], Any]
    close: Callable[[], Any]


def sync_peers(url: str, folder: Path) -> dict[str, Work]:
    """Those that block. They bring their own connections. What they have to read is written below a folder."""
    found: dict[str, Work] = {}
    if find_spec("openai"):
        from openai import OpenAI

        found["openai SDK"] = _openai(OpenAI(api_key=KEY, base_url=url))
    if find_spec("botocore"):
        found["botocore, unsigned"] = _botocore(_client(url, folder))
    return found


def async_peers(url: str) -> dict[str, Work]:
    """Those that are awaited."""
    if not find_spec("openai"):
        return {}
    from openai import AsyncOpenAI

    return {"openai SDK": _openai(AsyncOpenAI(api_key=KEY, base_url=url))}


def _openai(sdk: Any) -> Work:
    """The calls below its generated methods, decoded to models of its own base."""
    from openai import BaseModel

    class Field(BaseModel):
        name: str
        value: str

    class Person(BaseModel):
        id: int
        firstName: str  # noqa: N815 - as the API calls it
        lastName: str  # noqa: N815 - as the API calls it
        email: str
        phone: str
        language: str
        createdAt: str  # noqa: N815 - as the API calls it
        active: bool
        score: float
        tags: list[str]
        fields: list[Field]  # type: ignore[assignment]

    class People(BaseModel):
        items: list[Person]
        total: int

    return Work(
        lambda: sdk.get("/people/7", cast_to=Person),
        lambda: sdk.post("/people", body=NEW, cast_to=Person),
        lambda: sdk.get("/people", cast_to=People, options={"params": {"limit": 100}}),
        sdk.close,
    )


def _botocore(client: "BaseClient") -> Work:
    """It checks parameters by its model, and decodes to dicts."""
    return Work(
        lambda: client.get_person(id="7"),
        lambda: client.create_person(**NEW),
        lambda: client.list_people(limit=100),
        client.close,
    )


def _client(url: str, folder: Path) -> "BaseClient":
    import botocore.session
    from botocore import UNSIGNED
    from botocore.config import Config

    place = folder / "people" / "2026-11-01"
    place.mkdir(parents=True)
    (place / "service-2.json").write_text(json.dumps(_SERVICE))
    session = botocore.session.get_session()
    session.get_component("data_loader").search_paths.insert(0, str(folder))
    retries = {"mode": "standard", "total_max_attempts": 3}
    config = Config(signature_version=UNSIGNED, retries=retries)
    client: BaseClient = session.create_client("people", region_name="local", endpoint_url=url, config=config)
    return client


def _operation(name: str, method: str, uri: str, takes: str, gives: str) -> dict[str, Any]:
    http = {"method": method, "requestUri": uri}
    return {"name": name, "http": http, "input": {"shape": takes}, "output": {"shape": gives}}


def _structure(**members: str) -> dict[str, Any]:
    return {"type": "structure", "members": {name: {"shape": shape} for name, shape in members.items()}}


_PERSON = {
    **dict.fromkeys(("firstName", "lastName", "email", "phone", "language", "createdAt"), "Text"),
    "id": "Whole", "active": "Truth", "score": "Number", "tags": "Texts", "fields": "Fields",
}  # fmt: skip

_SERVICE: dict[str, Any] = {
    "version": "2.0",
    "metadata": {
        "apiVersion": "2026-11-01",
        "endpointPrefix": "people",
        "protocol": "rest-json",
        "protocols": ["rest-json"],
        "serviceFullName": "People",
        "serviceId": "People",
        "signatureVersion": "v4",
        "uid": "people-2026-11-01",
    },
    "operations": {
        "GetPerson": _operation("GetPerson", "GET", "/people/{id}", "One", "Person"),
        "CreatePerson": _operation("CreatePerson", "POST", "/people", "Person", "Person"),
        "ListPeople": _operation("ListPeople", "GET", "/people", "Many", "People"),
    },
    "shapes": {
        "Text": {"type": "string"},
        "Whole": {"type": "integer"},
        "Number": {"type": "double"},
        "Truth": {"type": "boolean"},
        "Texts": {"type": "list", "member": {"shape": "Text"}},
        "Field": _structure(name="Text", value="Text"),
        "Fields": {"type": "list", "member": {"shape": "Field"}},
        "Person": _structure(**_PERSON),
        "Persons": {"type": "list", "member": {"shape": "Person"}},
        "People": _structure(items="Persons", total="Whole"),
        "One": {"type": "structure", "members": {"id": {"shape": "Text", "location": "uri", "locationName": "id"}}},
        "Many": {
            "type": "structure",
            "members": {"limit": {"shape": "Whole", "location": "querystring", "locationName": "limit"}},
        },
    },
}
