"""How long a large input takes: 3,000 contacts for `bulk_add_or_update_contacts` of eSputnik, no network.

    python tests/benchmarks/data.py [--rounds 21]

All contenders run in turn within every round. Processor time, so that other work on the machine disturbs little.
"""

import argparse
import gc
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import jsonschema

from connectory_clients.esputnik import Esputnik

ROWS = 3000
SCHEMA = Path(__file__).parents[2] / "generated" / "schemas" / "esputnik" / "bulk_add_or_update_contacts.input.json"


def contact(number: int) -> dict[str, Any]:
    """A contact as shops send them."""
    return {
        "channels": [
            {"type": "email", "value": f"customer{number}@shop.example"},
            {"type": "sms", "value": f"38067{number:07}"},
        ],
        "firstName": "Олена",
        "lastName": "Kovalenko",
        "address": {"region": "Київська", "town": "Київ", "address": f"вул. Хрещатик, {number}", "postcode": "01001"},
        "fields": [{"id": field, "value": f"value {field} of {number}"} for field in range(101, 106)],
        "externalCustomerId": f"c-{number}",
        "languageCode": "uk",
        "timeZone": "Europe/Kyiv",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    given = {"contacts": [contact(number) for number in range(ROWS)], "dedupeOn": "email"}
    found: dict[str, list[float]] = {}
    for _ in range(rounds + 1):
        for name, work in _contenders(given).items():
            gc.collect()
            started = time.process_time()
            work()
            found.setdefault(name, []).append(time.process_time() - started)
    size = len(json.dumps(given, ensure_ascii=False).encode()) / 1e6
    print(f"{ROWS} contacts, {size:.1f} MB; {rounds} rounds; {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}\n\n{'':<44} {'ms':>7} {'min':>7}")
    for name, (_, *values) in found.items():
        print(f"{name:<44} {statistics.median(values) * 1e3:>7.1f} {min(values) * 1e3:>7.1f}")


def _contenders(given: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    return {
        "connectory: checked, encoded, sent, decoded": lambda: _OURS.bulk_add_or_update_contacts(
            contacts=given["contacts"], dedupe_on="email"
        ),
        "plain httpx: encoded and sent": lambda: _PLAIN.post("/v1/contacts", json=given),
        "jsonschema alone: checked": lambda: _CHECKS.validate(given),
    }


def _answer(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"asyncSessionId": "5f8d7a3e", "failedContacts": [], "id": 0})


_TRANSPORT = httpx.MockTransport(_answer)
_OURS = Esputnik(api_key="sk-benchmark", transport=_TRANSPORT)
_PLAIN = httpx.Client(base_url="https://esputnik.com/api", transport=_TRANSPORT)
_CHECKS = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))


if __name__ == "__main__":
    main()
