"""The package as a whole: its surface, its weight, its shape."""

import ast
import pkgutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import connectory_runtime
from connectory_runtime._version import VERSION

PACKAGES = Path(__file__).parent / "packages"
SOURCE = Path(connectory_runtime.__file__).parent
FAST = {"fast.py", "_aiohttp.py", "_aiohttp_errors.py"}
MODULES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text()) for path in SOURCE.rglob("*.py")}


def test_all_is_exactly_the_public_surface() -> None:
    loaded = {name for name, value in vars(connectory_runtime).items() if not isinstance(value, ModuleType)}
    public = {name for name in loaded if not name.startswith("_")} - {"TYPE_CHECKING", "Any", "import_module"}
    assert public | connectory_runtime._LATE.keys() == set(connectory_runtime.__all__)
    assert all(hasattr(connectory_runtime, name) for name in connectory_runtime.__all__)
    assert not hasattr(connectory_runtime, "Modle")


TRANSPORTS = {"_answering.py", "_recorder.py", "_replay.py"}
"""What `connectory_runtime.testing` offers."""


def test_every_module_but_the_optional_ones_is_private() -> None:
    public = {module.name for module in pkgutil.iter_modules([str(SOURCE)]) if not module.name.startswith("_")}
    assert public == {"fast", "oauth2", "testing", "webhooks"}


def test_the_version_is_that_of_the_distribution() -> None:
    assert version("connectory") == VERSION


def _modules_after(code: str) -> set[str]:
    script = f"import sys; sys.path.insert(0, {str(PACKAGES)!r})\n{code}\nprint(*sys.modules, sep='\\n')"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_importing_a_client_loads_and_prepares_little() -> None:
    loaded = _modules_after("import shop_client; shop_client.Shop(api_key='x')")
    assert "shop_client.connector" in loaded
    assert loaded.isdisjoint({"shop_client.models", "pydantic.main", "connectory_runtime._prepared", "connectory"})
    assert loaded.isdisjoint({"jinja2", "yaml", "jsonschema", "datamodel_code_generator"})


def test_a_call_without_a_model_needs_no_pydantic() -> None:
    call = (
        "import httpx, shop_client\n"
        "transport = httpx.MockTransport(lambda request: httpx.Response(200, text='Done.'))\n"
        "assert shop_client.Shop(transport=transport).renew() == 'Done.'"
    )
    assert _modules_after(call).isdisjoint({"shop_client.models", "pydantic.main"})


def test_only_drivers_and_transports_know_httpx() -> None:
    importing = {
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name.startswith("httpx") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("httpx"))
    }
    assert importing == {
        "_sync.py",
        "_async.py",
        "_sync_sender.py",
        "_async_sender.py",
        "_connections.py",
        "_async_connections.py",
        "_pooled.py",
        "_transport.py",
        *FAST,
        *TRANSPORTS,
    }


def test_only_the_async_driver_and_a_transport_await() -> None:
    awaiting = {
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    }
    parts = ("batch_job", "body", "connections", "flight", "job", "pages", "sender", "stream")
    driver = {"_async.py", *(f"_async_{part}.py" for part in parts)}
    assert awaiting == driver | {"oauth2.py", "_aiohttp.py", "_recorder.py"}
