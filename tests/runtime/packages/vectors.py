"""The vectors of `conformance/`: what must come of calls, as data."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from connectory_runtime import UNSET, File

FOLDER = Path(__file__).parents[1] / "conformance"


def document(name: str) -> dict[str, Any]:
    """A file of vectors, with what its vectors have in common."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return read


def each_vector(*names: str, fits: Callable[[dict[str, Any]], bool] = bool) -> pytest.MarkDecorator:
    """Runs a test once with every `vector` of some files that fits."""
    vectors = [vector for name in names for vector in document(name)["vectors"] if fits(vector)]
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])


def python_of(value: Any) -> Any:
    """What a caller passes who has it as JSON in a vector: moments, files and long texts have a form of their own."""
    match value:
        case {"$datetime": text}:
            return datetime.fromisoformat(text)
        case {"$date": text}:
            return date.fromisoformat(text)
        case {"$time": text}:
            return time.fromisoformat(text)
        case {"$repeat": [*pieces]}:
            return "".join(text * times for text, times in pieces)
        case {"$absent": True}:
            return UNSET
        case {"base64": content, **about}:
            return File(b64decode(content), **about)
        case dict():
            return {name: python_of(item) for name, item in value.items()}
        case list():
            return [python_of(item) for item in value]
        case _:
            return value


def is_plain(value: Any) -> bool:
    """Whether it has none of the forms that only vectors have. Files are plain: `execute` takes them as they are."""
    match value:
        case dict():
            return all(not name.startswith("$") and is_plain(item) for name, item in value.items())
        case list():
            return all(map(is_plain, value))
        case _:
            return True


def written(value: Any) -> str:
    """JSON as text, where `1`, `1.0` and `true` are three things. Members have no order."""
    return json.dumps(value, sort_keys=True)
