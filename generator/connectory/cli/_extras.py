"""Commands need the compiler's dependencies; the clients alone do not."""

from importlib.util import find_spec

from ._command import CommandError

_GENERATE = (
    "babel",
    "yaml",
    "jinja2",
    "jsonschema",
    "datamodel_code_generator",
    "markdown_it",
    "platformdirs",
    "rich",
    "ruff",
    "shtab",
)


def require_extra(command: str) -> None:
    """Refuse a command whose dependencies are not installed.

    Raises:
        CommandError: naming the extra to install.
    """
    if missing := [name for name in _GENERATE if find_spec(name) is None]:
        raise CommandError(
            f"{command!r} needs {missing[0]!r}, which is not installed: pip install 'connectory[generate]'"
        )
