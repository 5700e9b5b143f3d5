"""Who is measured: each does the same work against the same server, as its users would write it."""

import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from loopback import KEY, NEW
from peers import PEERS, Work, async_peers

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PLAIN = "plain httpx"
OURS = "connectory"
FAST = "connectory, fast transport"


def generate(folder: Path) -> None:
    """Make the clients of the invented API below a folder, and let them be imported."""
    shutil.copytree(HERE / "specs", folder / "specs")
    _run(str(BIN / "connectory"), "build", "--project", str(folder))
    _run(
        str(BIN / "openapi-python-client"), "generate", "--path", str(folder / "generated" / "openapi" / "people.json"),
        "--meta", "none", "--output-path", str(folder / "peers" / "people_peer"),
    )  # fmt: skip
    sys.path[:0] = [str(folder / "generated" / "python"), str(folder / "peers")]


def skipped() -> list[str]:
    """The peers that are not installed."""
    return [name for name in (*PEERS, "aiohttp") if find_spec(name) is None]


def sync_work(url: str, transport: Callable[[], httpx.BaseTransport | None]) -> dict[str, Work]:
    """Every contender, connected to a URL; without a transport over its own connections."""
    from connectory_clients.people import People
    from people_peer import AuthenticatedClient
    from people_peer.api.people import create_person, get_person, list_people
    from people_peer.models import Person

    plain = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {KEY}"}, transport=transport())
    ours = People(api_key=KEY, base_url=url, transport=transport())
    peer = AuthenticatedClient(base_url=url, token=KEY, httpx_args={"transport": transport()})
    new = Person.from_dict(NEW)
    return {
        PLAIN: Work(
            lambda: plain.get("/people/7").json(),
            lambda: plain.post("/people", json=NEW).json(),
            lambda: plain.get("/people", params={"limit": 100}).json(),
            plain.close,
        ),
        OURS: Work(
            lambda: ours.get_person(id=7),
            lambda: ours.create_person(person=NEW),
            lambda: ours.list_people(limit=100),
            ours.close,
        ),
        "openapi-python-client": Work(
            lambda: get_person.sync(id=7, client=peer),
            lambda: create_person.sync(client=peer, body=new),
            lambda: list_people.sync(client=peer, limit=100),
            peer.get_httpx_client().close,
        ),
    }


def async_work(url: str) -> dict[str, Work]:
    """The same for asyncio: each member returns an awaitable."""
    from connectory_clients.people import AsyncPeople
    from people_peer import AuthenticatedClient
    from people_peer.api.people import create_person, get_person, list_people
    from people_peer.models import Person

    plain = httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {KEY}"})
    peer = AuthenticatedClient(base_url=url, token=KEY)
    new = Person.from_dict(NEW)

    def ours(client: AsyncPeople) -> Work:
        return Work(
            lambda: client.get_person(id=7),
            lambda: client.create_person(person=NEW),
            lambda: client.list_people(limit=100),
            client.aclose,
        )

    found = {
        PLAIN: Work(
            lambda: _json(plain.get("/people/7")),
            lambda: _json(plain.post("/people", json=NEW)),
            lambda: _json(plain.get("/people", params={"limit": 100})),
            plain.aclose,
        ),
        OURS: ours(AsyncPeople(api_key=KEY, base_url=url)),
        "openapi-python-client": Work(
            lambda: get_person.asyncio(id=7, client=peer),
            lambda: create_person.asyncio(client=peer, body=new),
            lambda: list_people.asyncio(client=peer, limit=100),
            peer.get_async_httpx_client().aclose,
        ),
    }
    if find_spec("aiohttp"):
        from connectory_runtime.fast import fast_transport

        found[FAST] = ours(AsyncPeople(api_key=KEY, base_url=url, transport=fast_transport()))
    return found | async_peers(url)


async def _json(response: Awaitable[httpx.Response]) -> Any:
    return (await response).json()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
