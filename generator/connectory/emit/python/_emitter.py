"""Puts the parts of a client together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Environment

from connectory.emit import Emitter, Keep, OutputFile, Part, make_anew
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Action, Choose, Connector, Each, Project, Resource, Steps, credentials_of
from connectory.naming import pascal_case
from connectory.templating import environment

from ._annotations import Imports
from ._class_names import ClassNames
from ._descriptors import action_descriptor, connector_descriptor, scheme_classes
from ._enums import make_enums
from ._format import format_python
from ._literals import docstring, literal
from ._methods import method
from ._models import Models, make_models
from ._schemas import schemas_json
from ._shapes import Entities
from ._typed_dicts import InputTypes
from ._webhooks import webhook_module


class PythonEmitter(Emitter):
    """Writes `python/<package>/`: a package for each connector, with sync and async clients.

    `keep` may know what the generator of models made of the same schemas before, `memory` what was laid out before.
    """

    name = "Python clients"

    def __init__(self, package: str = "connectory_clients", keep: Keep = make_anew, memory: Memory = NO_MEMORY) -> None:
        self._package = package
        self._keep = keep
        self._memory = memory
        self._templates = _Templates(environment("python", autoescape=False))

    def parts(self, project: Project, /) -> Iterator[Part]:
        """The package, and each connector, formatted.

        Raises:
            ValueError: for a connector with parts that no client can run yet; rules report those first.
        """
        yield Part(self._root, (project,))
        for connector in project.connectors:
            yield Part(self._connector, (connector,))

    def _root(self, project: Project) -> tuple[OutputFile, ...]:
        text = self._templates.render("__init__.py", connectors=project.connectors)
        return self._formatted((("__init__.py", text), ("py.typed", "")))

    def _connector(self, connector: Connector) -> tuple[OutputFile, ...]:
        return self._formatted(_connector(connector, self._package, self._templates, self._keep), connector.id)

    def _formatted(self, texts: Iterable[tuple[str, str]], *folders: str) -> tuple[OutputFile, ...]:
        folder = PurePosixPath("python", self._package, *folders)
        made = dict(texts)
        modules = tuple(path for path in made if path.endswith(".py"))
        formatted = self._memory.recall_each(self._laid_out, tuple(made[path] for path in modules))
        made.update(zip(modules, formatted, strict=True))
        return tuple(OutputFile(folder / path, text) for path, text in made.items())

    def _laid_out(self, modules: Sequence[str]) -> tuple[str, ...]:
        return format_python(modules, ("connectory_runtime", self._package))


@dataclass(frozen=True, slots=True)
class _Templates:
    jinja: Environment

    def render(self, template: str, /, **values: Any) -> str:
        return self.jinja.get_template(f"python/{template}.j2").render(**values)


def _connector(connector: Connector, package: str, templates: _Templates, keep: Keep) -> Iterator[tuple[str, str]]:
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
    yield "__init__.py", templates.render("connector/__init__.py", **common)
    yield "connector.py", _connector_module(connector, templates, common)
    yield (
        "actions/__init__.py",
        templates.render("connector/actions/__init__.py", entries=_entries(connector), **common),
    )
    for resource in connector.resources:
        yield from _resource(resource, models, inputs, templates, common)
    credentials = [item.argument for scheme in connector.auth for item in credentials_of(scheme)]
    for half in ("sync", "aio"):
        text = templates.render(
            f"connector/{half}/__init__.py", credentials=tuple(dict.fromkeys(credentials)), **common
        )
        yield f"{half}/__init__.py", text
    yield "models.py", templates.render("connector/models.py", models=models, **common)
    if (module := inputs.module()).records:
        yield "inputs.py", templates.render("connector/inputs.py", module=module, **common)
    if enums.classes:
        classes = tuple((item, docstring(item.description, 4) if item.description else "") for item in enums.classes)
        bases = sorted({item.base for item in enums.classes})
        yield "enums.py", templates.render("connector/enums.py", enums=classes, bases=bases, **common)
    if (webhooks := webhook_module(connector, f"{package}.{connector.id}", names)) is not None:
        yield "webhooks.py", templates.render("connector/webhooks.py", module=webhooks, **common)
    if (schemas := schemas_json(connector)) is not None:
        yield "schemas.json", schemas


def _connector_module(connector: Connector, templates: _Templates, common: dict[str, Any]) -> str:
    return templates.render(
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
    resource: Resource, models: Models, inputs: InputTypes, templates: _Templates, common: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    imports = Imports()
    descriptors = tuple(
        action_descriptor(action, models.results[action.id], models.items.get(action.id)) for action in resource.actions
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
    yield f"actions/{resource.id}.py", templates.render("connector/actions/resource.py", **values)
    for half in ("sync", "aio"):
        yield f"{half}/{resource.id}.py", templates.render(f"connector/{half}/resource.py", **values)


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
