"""The modules of a client: the text of each, not yet laid out."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment

from connectory.emit import Keep
from connectory.model import Action, Choose, Connector, Each, Project, Resource, Steps, credentials_of
from connectory.naming import pascal_case
from connectory.templating import compile_all, environment

from ._annotations import Imports
from ._class_names import ClassNames
from ._descriptors import action_descriptor, connector_descriptor, scheme_classes
from ._enums import make_enums
from ._literals import docstring, literal
from ._methods import method
from ._models import Models, make_models
from ._schemas import schemas_json
from ._shapes import Entities
from ._typed_dicts import InputTypes
from ._webhooks import webhook_module


def get_ready() -> None:
    """Compile all templates."""
    compile_all(_templates(), "python", ".j2")


def package_modules(project: Project) -> Iterator[tuple[str, str]]:
    """Each path and text of the package that holds all clients."""
    yield "__init__.py", _fill("__init__.py", connectors=project.connectors)
    yield "py.typed", ""


def client_modules(connector: Connector, package: str, keep: Keep) -> Iterator[tuple[str, str]]:
    """Each path and text of a connector's own package.

    Raises:
        ValueError: for a connector with parts that no client can run yet.
    """
    entities = Entities.of(connector)
    resources = [f"{pascal_case(resource.id)}Actions" for resource in connector.resources]
    names = ClassNames(entities.schemas, [*resources, *(f"Async{name}" for name in resources)])
    models = make_models(connector, entities, names, keep)
    enums = make_enums(connector, names)
    inputs = InputTypes(connector, entities, names, models.classes, enums)
    folder = connector.source.file.rpartition("/")[0]
    client = pascal_case(connector.id)
    common = {
        "source": connector.source.file,
        "folder": folder,
        "package": f"{package}.{connector.id}",
        "name": client,
        "exports": ", ".join(literal(name) for name in sorted((client, f"Async{client}"))),
        "docstring": docstring(connector.summary, 0),
        "classes": tuple((resource.id, f"{pascal_case(resource.id)}Actions") for resource in connector.resources),
    }
    yield "__init__.py", _fill("connector/__init__.py", **common)
    yield "connector.py", _connector_module(connector, common)
    yield (
        "actions/__init__.py",
        _fill("connector/actions/__init__.py", entries=_entries(connector), **common),
    )
    for resource in connector.resources:
        yield from _resource(resource, entities, models, inputs, common)
    credentials = [item.argument for scheme in connector.auth for item in credentials_of(scheme)]
    for half in ("sync", "aio"):
        text = _fill(f"connector/{half}/__init__.py", credentials=tuple(dict.fromkeys(credentials)), **common)
        yield f"{half}/__init__.py", text
    yield "models.py", _fill("connector/models.py", models=models, **common)
    if (module := inputs.module()).records:
        yield "inputs.py", _fill("connector/inputs.py", module=module, **common)
    if enums.classes:
        classes = tuple((item, docstring(item.description, 4) if item.description else "") for item in enums.classes)
        bases = sorted({item.base for item in enums.classes})
        yield "enums.py", _fill("connector/enums.py", enums=classes, bases=bases, **common)
    if (webhooks := webhook_module(connector, f"{package}.{connector.id}", names)) is not None:
        yield "webhooks.py", _fill("connector/webhooks.py", module=webhooks, **common)
    if (schemas := schemas_json(connector)) is not None:
        yield "schemas.json", schemas


def _connector_module(connector: Connector, common: dict[str, Any]) -> str:
    return _fill(
        "connector/connector.py",
        descriptor=connector_descriptor(connector, common["package"]),
        imported=scheme_classes(connector),
        **common,
    )


def _entries(connector: Connector) -> tuple[tuple[str, str, str], ...]:
    """Every identifier with the module and the constant that it stands for, as literals."""
    return tuple(
        (literal(identifier), literal(resource.id), literal(action.id.upper()))
        for resource in connector.resources
        for action in resource.actions
        for identifier in dict.fromkeys((action.id, *(alias.id for alias in action.aliases)))
    )


def _resource(
    resource: Resource, entities: Entities, models: Models, inputs: InputTypes, common: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    imports = Imports()
    descriptors = tuple(
        action_descriptor(action, entities.schemas, models.results[action.id], models.items.get(action.id))
        for action in resource.actions
    )
    methods = tuple(
        method(
            action,
            models.results[action.id],
            inputs.annotations,
            imports,
            items=models.items.get(action.id),
            status=models.results[action.wait.action] if action.wait is not None else None,
        )
        for action in resource.actions
    )
    results = Imports()
    for action in resource.actions:
        results.models.update(models.results[action.id].imports.models)
        results.typing.update(models.results[action.id].imports.typing)
        results.runtime.update(models.results[action.id].imports.runtime)
    values = {
        **common,
        "resource": resource.id,
        "title": docstring(f"{resource.title}.", 0),
        "about": docstring(f"Actions on {resource.title.lower()}.", 4),
        "class_name": f"{pascal_case(resource.id)}Actions",
        "descriptors": descriptors,
        "methods": methods,
        "imports": imports,
        "results": results,
        "from_typing": sorted(results.typing | ({"TYPE_CHECKING"} if results.models or results.runtime else set())),
        "uses": _uses(resource.actions),
        "wrappers": sorted({item.wrapper for item in methods} - {""}),
        "async_wrappers": sorted({item.async_wrapper for item in methods} - {""}),
        "optional": any(argument.default for item in methods for argument in item.arguments),
    }
    yield f"actions/{resource.id}.py", _fill("connector/actions/resource.py", **values)
    for half in ("sync", "aio"):
        yield f"{half}/{resource.id}.py", _fill(f"connector/{half}/resource.py", **values)


def _uses(actions: tuple[Action, ...]) -> tuple[str, ...]:
    """The declarations that the descriptors of some actions are made of."""
    rows = [rule for action in actions for rule in action.errors]
    entries = [action.batch.entries for action in actions if action.batch and action.batch.entries]
    conditioned = any(action.success_when or action.error_when or action.wait for action in actions)
    made = {type(action.composite) for action in actions}
    parts = (
        ("Action", any(action.endpoint for action in actions)),
        ("Branch", Choose in made),
        ("AtOnce", any(action.budget and action.budget.concurrent for action in actions)),
        ("Choose", Choose in made),
        ("Composite", bool(made - {type(None)})),
        ("Each", Each in made),
        ("Condition", conditioned or any(row.when for row in rows) or any(item.failed for item in entries)),
        ("Entries", bool(entries)),
        ("EnvelopeField", any(action.envelope for action in actions)),
        ("ErrorRule", bool(rows)),
        ("InputRule", any(action.rules for action in actions)),
        ("Pagination", any(action.pagination for action in actions)),
        ("Fixed", any(action.fixed for action in actions)),
        ("Parameter", any(action.parameters for action in actions)),
        ("Split", any(action.batch for action in actions)),
        ("Rate", any(action.budget and action.budget.rates for action in actions)),
        ("Step", Steps in made),
        ("Steps", Steps in made),
        ("Wait", any(action.wait for action in actions)),
    )
    return tuple(name for name, used in parts if used)


def _fill(template: str, /, **values: Any) -> str:
    return _templates().get_template(f"python/{template}.j2").render(**values)


@cache
def _templates() -> Environment:
    return environment("python", autoescape=False)
