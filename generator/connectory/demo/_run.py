"""The demo from start to end."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from connectory.mock import STATUS_HEADER, Exchange, MockServer
from connectory.model import Connector, Project

from ._calls import Call, calls_of
from ._clients import importable, make_client
from ._perform import Outcome, perform, perform_together
from ._tables import table_of


def run_demo(project: Project, output: Path, package: str, console: Console) -> bool:
    """Call a handful of actions of every connector and show what was sent and what came back.

    Args:
        project: what was built.
        output: the folder that it was built to.
        package: the name of the clients' package there.
        console: where to print.

    Returns:
        Whether everything went as it should.
    """
    exchanges: list[Exchange] = []
    good = True
    with MockServer(project, record=exchanges.append) as server, importable(output / "python"):
        for connector in project.connectors:
            calls = calls_of(connector)
            if not calls:
                continue
            url = server.url(connector.id)
            console.print(Text(f"\n{connector.title} is played by the mock at {url}"))
            outcomes = tuple(_outcomes(connector, calls, package, url, exchanges))
            console.print(table_of(f"{connector.title}: calls", outcomes))
            failures = _failures(connector, calls[0], package, url, exchanges)
            console.print(table_of(f"{connector.title}: when the API says no", failures))
            good = good and not any(item.failed for item in outcomes) and all(item.failed for item in failures)
    for line in _ending(output):
        console.print(line, soft_wrap=True)
    return good


def _outcomes(
    connector: Connector, calls: tuple[Call, ...], package: str, url: str, exchanges: list[Exchange]
) -> Iterator[Outcome]:
    with make_client(package, connector, url) as client:
        yield from perform(client, [call for call in calls if call.way != "async"], exchanges)
    together = [call for call in calls if call.way == "async"]
    client = make_client(package, connector, url, asynchronous=True)
    yield from asyncio.run(perform_together(client, together, exchanges))


def _failures(
    connector: Connector, call: Call, package: str, url: str, exchanges: list[Exchange]
) -> tuple[Outcome, ...]:
    """The same call while the API is busy."""
    plain = replace(call, way="sync")
    with make_client(package, connector, url) as client:
        return perform(client, [plain], exchanges, {"headers": {STATUS_HEADER: "429"}})


def _ending(output: Path) -> Iterator[Text]:
    yield Text("")
    for title, path in (("Documentation", "docs/index.html"), ("Python clients", "python")):
        if (output / path).exists():
            place = output / path
            yield Text.assemble((f"{title}: ", "bold"), (str(place), f"link {place.resolve().as_uri()}"))
