"""The layout of `specs/`: which file is what, and what does not belong there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from connectory.collection import uncollected
from connectory.diagnostics import Code, Diagnostics
from connectory.memory import NO_MEMORY, Memory
from connectory.naming import closest

from ._files import Place, list_folder, read_file
from ._names import ACTION, CONNECTOR, RESOURCE, WEBHOOK, NameKind, check_language, usable_name
from ._tree import ActionFile, ConnectorFiles, SourceFile, SpecFile, Tree, WebhookFile

MISPLACED = Code(
    "S001",
    "misplaced-file",
    "`specs/` holds one folder for each connector; in it `connector.yaml`, maybe `schemas.yaml`, `coverage.yaml`, "
    "`changelog.yaml`, translations in `i18n/` and webhooks in `webhooks/`, and one folder for each resource with a "
    "file for each action. Anything else would be silently left out.",
    "# specs/acme/get_contact.yaml",
    "# specs/acme/contacts/get_contact.yaml",
)
NO_CONNECTOR_FILE = Code(
    "S004",
    "no-connector-file",
    "Each folder in `specs/` is a connector, and its `connector.yaml` says which API that is.",
    "# specs/acme/contacts/get_contact.yaml",
    "# specs/acme/connector.yaml and specs/acme/contacts/get_contact.yaml",
)
NO_CONNECTORS = Code(
    "S006",
    "no-connectors",
    "There is nothing to compile. A connector is a folder in `specs/` with a `connector.yaml` in it.",
    "# specs/",
    "# specs/acme/connector.yaml",
)
NO_LIBYAML = Code(
    "S007",
    "no-libyaml",
    "Specs are read by libyaml, a part of PyYAML that every wheel of it has. Only a PyYAML that was built on the "
    "machine itself may lack it.",
)

_CONNECTOR_FILE = "connector.yaml"
_SCHEMAS_FILE = "schemas.yaml"
_COVERAGE_FILE = "coverage.yaml"
_CHANGELOG_FILE = "changelog.yaml"
_EXTENSION = ".yaml"
_ROLES = (_CONNECTOR_FILE, _SCHEMAS_FILE, _COVERAGE_FILE, _CHANGELOG_FILE)
_TRANSLATIONS = "i18n"
_WEBHOOKS = "webhooks"


@dataclass(frozen=True, slots=True)
class ConnectorFolder:
    """Where the files of a connector are."""

    id: str
    place: Place


def find_connectors(specs: Path, root: Path, found: Diagnostics) -> tuple[ConnectorFolder, ...]:
    """The connectors in the folder `specs` of the project in `root`, sorted by name.

    What else is there is reported. A folder with a wrong name is taken for the connector whose name is proposed.
    """
    place = Place.of(specs, root)
    if not yaml.__with_libyaml__:
        hint = "install PyYAML from a wheel: pip install --force-reinstall --only-binary pyyaml pyyaml"
        found.error(NO_LIBYAML, place.span, "PyYAML was installed without libyaml", hint=hint)
        return ()
    return tuple(sorted(_Reader(found, NO_MEMORY).folders(place), key=lambda item: item.id))


def read_tree(folders: Iterable[ConnectorFolder], found: Diagnostics, memory: Memory = NO_MEMORY) -> Tree:
    """Every file of some connectors.

    Nothing is raised for what is in the files or how they are named: that is added to `found`. A file with a
    wrong name is read under the name that is proposed for it, so that what refers to it is not reported as well.
    `memory` may know files that are still the same.
    """
    # Nodes never form a cycle. Looking for cycles among many of them takes as long as reading them.
    with uncollected():
        return _Reader(found, memory).read(folders)


class _Reader:
    def __init__(self, found: Diagnostics, memory: Memory) -> None:
        self._found = found
        self._memory = memory
        self._sources: list[SourceFile] = []

    def folders(self, specs: Place) -> Iterator[ConnectorFolder]:
        listing = list_folder(specs, self._found)
        for file in listing.files:
            self._misplaced(file, "put it into the folder of a connector")
        if not listing.folders:
            hint = f"begin with `{specs.shown}/<connector>/connector.yaml`"
            self._found.error(NO_CONNECTORS, specs.span, "there is no connector", hint=hint)
        for name, folder in self._named(listing.folders, CONNECTOR):
            yield ConnectorFolder(name, folder)

    def read(self, folders: Iterable[ConnectorFolder]) -> Tree:
        connectors = tuple(self._connector(folder.id, folder.place) for folder in folders)
        return Tree(connectors, tuple(sorted(self._sources, key=lambda item: item.path)))

    def _connector(self, name: str, folder: Place) -> ConnectorFiles:
        listing = list_folder(folder, self._found)
        roles: dict[str, SpecFile] = {}
        for file in listing.files:
            if (role := self._role(file)) is not None:
                roles.setdefault(role, self._file(file))
        if _CONNECTOR_FILE not in roles:
            hint = f"create `{folder.shown}/{_CONNECTOR_FILE}` with a title, a summary, servers and auth"
            message = f"the connector `{name}` has no `{_CONNECTOR_FILE}`"
            self._found.error(NO_CONNECTOR_FILE, folder.span, message, hint=hint)
        resources = [item for item in listing.folders if item.name not in (_TRANSLATIONS, _WEBHOOKS)]
        actions = [
            action for resource, item in self._named(resources, RESOURCE) for action in self._actions(resource, item)
        ]
        translations = next((item for item in listing.folders if item.name == _TRANSLATIONS), None)
        webhooks = next((item for item in listing.folders if item.name == _WEBHOOKS), None)
        files = ConnectorFiles(
            id=name,
            connector=roles.get(_CONNECTOR_FILE),
            schemas=roles.get(_SCHEMAS_FILE),
            coverage=roles.get(_COVERAGE_FILE),
            changelog=roles.get(_CHANGELOG_FILE),
            actions=tuple(sorted(actions, key=lambda action: (action.resource, action.id))),
            translations=tuple(self._translations(translations)) if translations else (),
            webhooks=tuple(self._webhooks(webhooks)) if webhooks else (),
        )
        return self._memory.same(("files", name), files)

    def _role(self, file: Place) -> str | None:
        """Which of the files of a connector this is, or was probably meant to be."""
        name = file.name
        if name in _ROLES:
            return name
        near = closest(name, _ROLES)
        if near is not None:
            self._found.error(MISPLACED, file.span, f"`{name}` is not read", hint=f"rename it to `{near}`")
        else:
            self._misplaced(file, "put it into the folder of a resource")
        return near

    def _actions(self, resource: str, folder: Place) -> Iterator[ActionFile]:
        for name, file in self._named(self._spec_files(folder), ACTION):
            yield ActionFile(resource, name, self._file(file))

    def _webhooks(self, folder: Place) -> Iterator[WebhookFile]:
        for name, file in sorted(self._named(self._spec_files(folder), WEBHOOK), key=lambda item: item[0]):
            yield WebhookFile(name, self._file(file))

    def _translations(self, folder: Place) -> Iterator[SpecFile]:
        for file in self._spec_files(folder):
            check_language(file.stem, file.span, self._found)
            yield self._file(file)

    def _spec_files(self, folder: Place) -> Iterator[Place]:
        listing = list_folder(folder, self._found)
        for below in listing.folders:
            message = f"the folder `{below.name}` is too deep: it is not read"
            self._found.error(MISPLACED, below.span, message, hint=f"put its files into `{folder.shown}`")
        for file in listing.files:
            if file.extension == _EXTENSION:
                yield file
            else:
                self._misplaced(file)

    def _named(self, places: Iterable[Place], kind: NameKind) -> Iterator[tuple[str, Place]]:
        """Each place with its name. A wrong name gives way to the place that has the proposed one."""
        stems = {place: place.name.removesuffix(kind.extension) for place in places}
        taken = set(stems.values())
        for place, stem in stems.items():
            name = usable_name(stem, kind, place.span, self._found)
            if name == stem or name not in taken:
                yield name, place
            taken.add(name)

    def _misplaced(self, file: Place, way_out: str = "") -> None:
        name = file.name
        if file.extension.lower() in (".yaml", ".yml"):
            hint = way_out if file.extension == _EXTENSION else f"rename it to `{file.stem}{_EXTENSION}`"
        else:
            hint = "write it as YAML, or move it out of the specs"
        self._found.error(
            MISPLACED, file.span, f"`{name}` is not read: it is no spec, or not where specs are", hint=hint
        )

    def _file(self, place: Place) -> SpecFile:
        return read_file(place, self._sources, self._found, self._memory)
