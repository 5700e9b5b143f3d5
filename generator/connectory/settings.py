"""Where specs are read and outputs are written: the defaults, and `[tool.connectory]` of `pyproject.toml`."""

import keyword
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

_PACKAGE = re.compile(r"[a-z_][a-z0-9_]*\Z")
_TAKEN = frozenset({"connectory", "connectory_runtime", "httpx", "pydantic", *sys.stdlib_module_names})
_KEYS = ("specs", "output", "package", "languages", "templates", "site_url")


class SettingsError(Exception):
    """`[tool.connectory]` cannot be used. The message names the key and what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`root` is the project's folder; `specs` and `output` lie below it.

    `languages` are those of the pages; without any there is Markdown only. `templates` is a folder of templates that
    replace others, if there is one. `site_url` is where the pages are published, with a slash at the end, if that is
    known.
    """

    root: Path
    specs: Path
    output: Path
    package: str
    languages: tuple[str, ...] = ("en",)
    templates: Path | None = None
    site_url: str | None = None


def read_settings(root: Path) -> Settings:
    """The settings of the project in `root`; without a `pyproject.toml` the defaults hold.

    Raises:
        SettingsError: for a file that is not TOML, an unknown key, or a value that may not be.
    """
    table = _table(root / "pyproject.toml")
    if unknown := sorted(set(table) - set(_KEYS)):
        raise SettingsError(f"[tool.connectory] has no key {unknown[0]!r}; it knows {', '.join(_KEYS)}")
    package = table.get("package", "connectory_clients")
    if not isinstance(package, str) or not _PACKAGE.match(package) or keyword.iskeyword(package):
        raise SettingsError("[tool.connectory] package must be a plain Python name in lower case")
    if package in _TAKEN:
        raise SettingsError(f"[tool.connectory] package cannot be {package!r}: another package has this name")
    specs, output = _below(root, table, "specs", "specs"), _below(root, table, "output", "generated")
    if _overlap(specs, output):
        raise SettingsError("[tool.connectory] output and specs must be two folders, neither in the other")
    return Settings(
        root,
        specs,
        output,
        package,
        _languages(table),
        _below(root, table, "templates", "templates") if "templates" in table else None,
        _address(table["site_url"]) if "site_url" in table else None,
    )


def _languages(table: dict[str, Any]) -> tuple[str, ...]:
    languages = table.get("languages", ["en"])
    if not isinstance(languages, list) or not all(isinstance(code, str) for code in cast("list[object]", languages)):
        raise SettingsError("[tool.connectory] languages must be a list of codes, such as ['en', 'es']")
    return tuple(cast("list[str]", languages))


def _address(value: object) -> str:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise SettingsError("[tool.connectory] site_url must be an address such as 'https://docs.example.com/'")
    return parts.geturl().rstrip("/") + "/"


def _table(file: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.name} cannot be read: {error}") from error
    table = data.get("tool", {}).get("connectory", {})
    if not isinstance(table, dict):
        raise SettingsError("[tool.connectory] must be a table")
    return cast("dict[str, Any]", table)


def _below(root: Path, table: dict[str, Any], key: str, default: str) -> Path:
    value = table.get(key, default)
    if not isinstance(value, str) or not value:
        raise SettingsError(f"[tool.connectory] {key} must be a folder's name")
    path = (root / value).resolve()
    if path == root.resolve() or not path.is_relative_to(root.resolve()):
        raise SettingsError(f"[tool.connectory] {key} must lie below the project's folder, not at {value!r}")
    return root / value


def _overlap(first: Path, second: Path) -> bool:
    one, other = first.resolve(), second.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)
