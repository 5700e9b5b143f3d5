"""From the tree of files to the project: connector by connector, in an order that lets names be found."""

from collections.abc import Mapping
from dataclasses import replace

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.load import ActionFile, ConnectorFiles, SpecFile, Tree
from connectory.load.nodes import MappingNode
from connectory.memory import NO_MEMORY, Memory
from connectory.model import Action, AuthScheme, Connector, NamedSchema, Project, Resource, SourceFile
from connectory.naming import sentence_case

from ._actions import read_action
from ._auth import AuthReader, named_schemes
from ._calls import Callers
from ._changelog import read_changelog
from ._composites import check_loops, check_pages
from ._conformance import Conformance
from ._connector import read_connector
from ._coverage import read_coverage
from ._entities import entity_names, read_entities
from ._names import Names
from ._paginated import check_paginations
from ._pagination import definitions
from ._read import entries_at, mapping
from ._results import with_results
from ._scope import Scope
from ._tokens import bind_tokens
from ._translations import read_translations
from ._values import action_problems, entity_problems
from ._webhooks import read_webhooks

REPEATED_ACTION = Code(
    "R407",
    "repeated-action",
    "An action is named by its file's stem, whatever folder it is in. Two files of a connector cannot have the same.",
    "# contacts/get.yaml and orders/get.yaml",
    "# contacts/get_contact.yaml and orders/get_order.yaml",
)


def resolve(tree: Tree, found: Diagnostics, memory: Memory = NO_MEMORY) -> Project | None:
    """The project that the files describe.

    Problems are added to `found`. What has problems is left out or stands in for what was meant, so that checks can
    go on and report the rest; only a project without errors may be built. The result is `None` when no
    connector could be resolved. `memory` may know connectors whose files are still the same.
    """
    resolved = [memory.recall(_resolved, files, memory) for files in tree.connectors]
    for _, problems in resolved:
        found.extend(problems)
    connectors = tuple(connector for connector, _ in resolved if connector is not None)
    if tree.connectors and not connectors:
        return None
    sources = tuple(SourceFile(path=source.path, sha256=source.sha256) for source in tree.sources)
    return Project(connectors=connectors, sources=sources)


def _resolved(files: ConnectorFiles, memory: Memory) -> tuple[Connector | None, Diagnostics]:
    found = Diagnostics()
    return _connector(files, found, memory), found


def _connector(files: ConnectorFiles, found: Diagnostics, memory: Memory) -> Connector | None:
    node = _root(files.connector)
    entity_node = _root(files.schemas)
    names, entities, problems = memory.recall(_entities, files.schemas)
    found.extend(problems)
    actions = memory.same(
        ("actions", files.id), Names("action", tuple(dict.fromkeys(file.id for file in files.actions)))
    )
    resources = Names("resource", tuple(dict.fromkeys(file.resource for file in files.actions)))
    _check_repeats(files.actions, found)
    known = memory.recall(_scope, node, names, entities, actions)
    found.extend(known.found)
    scope = replace(known, found=found)
    unique = {file.id: file for file in reversed(files.actions)}
    nodes = {name: root for name in actions.known if (root := _root(unique[name].file)) is not None}
    outlines: dict[str, Action] = {}
    for name, root in nodes.items():
        outline, problems = memory.recall(_outline, unique[name].resource, name, root, known)
        found.extend(problems)
        if outline is not None:
            outlines[name] = outline
    check_paginations(outlines.values(), scope)
    callers = Callers(outlines, scope)
    complete = {name: callers.complete(outline, nodes[name]) for name, outline in outlines.items()}
    check_loops(complete, found)
    for action in complete.values():
        check_pages(action, outlines, found)
    complete = with_results(complete, scope.entities)
    sent, answered = memory.recall(Conformance, entities, "input"), memory.recall(Conformance, entities, "output")
    found.extend(memory.recall(entity_problems, entity_node, entities, sent))
    for name, action in complete.items():
        schemes = tuple(known.auth[name] for name in action.auth)
        found.extend(memory.recall(action_problems, action, nodes[name], schemes, sent, answered))
    if node is None:
        return None
    schemes = bind_tokens(node, outlines, scope)
    coverage = read_coverage(_root(files.coverage), scope)
    if len(complete) < len(unique):
        # What is covered cannot be told while an action is not understood.
        coverage = None
    webhooks = read_webhooks(files.webhooks, answered, scope)
    connector = read_connector(files.id, node, schemes, entities, _resources(complete), webhooks, coverage, scope)
    return replace(
        connector,
        changelog=read_changelog(_root(files.changelog), actions, found),
        translations=read_translations(files.translations, connector, (actions, resources), found),
    )


def _entities(file: SpecFile | None) -> tuple[Names, tuple[NamedSchema, ...], Diagnostics]:
    found = Diagnostics()
    node = _root(file)
    names = entity_names(node, complete=file is None or node is not None)
    return names, read_entities(node, names, found), found


def _outline(resource: str, name: str, node: MappingNode, known: Scope) -> tuple[Action | None, Diagnostics]:
    found = Diagnostics()
    return read_action(resource, name, node, replace(known, found=found)), found


def _root(file: SpecFile | None) -> MappingNode | None:
    return None if file is None or file.node is None else mapping(file.node)


def _scope(node: MappingNode | None, names: Names, entities: tuple[NamedSchema, ...], actions: Names) -> Scope:
    """The scope of a connector. `found` has what is wrong with `connector.yaml` so far."""
    found = Diagnostics()
    known = node is not None
    schemes: tuple[AuthScheme, ...] = AuthReader(actions, found).read(node) if node else ()
    scheme_names = Names("authentication scheme", tuple(scheme.id for scheme in schemes), known)
    named = named_schemes(node.get("default_auth") if node else None, scheme_names, found)
    paginations = definitions(node) if node else ()
    rate = node.get("rate") if node else None
    groups = tuple(entry.key for entry in entries_at(mapping(rate), "groups")) if rate else ()
    return Scope(
        schemas=names,
        entities={entity.name: entity.schema for entity in entities},
        schemes=scheme_names,
        auth={scheme.id: scheme for scheme in schemes},
        default_auth=named or scheme_names.known[:1],
        paginations=Names("pagination", tuple(entry.key for entry in paginations), known),
        pagination={entry.key: entry for entry in paginations},
        rate_groups=Names("rate group", groups, known),
        actions=actions,
        found=found,
    )


def _check_repeats(files: tuple[ActionFile, ...], found: Diagnostics) -> None:
    first: dict[str, ActionFile] = {}
    for file in files:
        other = first.setdefault(file.id, file)
        if other is not file:
            found.error(
                REPEATED_ACTION,
                Span.whole_file(file.file.path),
                f"there is an action `{file.id}` in `{other.resource}` already",
                hint=f"rename one of the files, for instance to `{file.id}_{file.resource}.yaml`",
                notes=(Note(Span.whole_file(other.file.path), "the other one"),),
            )


def _resources(actions: Mapping[str, Action]) -> tuple[Resource, ...]:
    grouped: dict[str, list[Action]] = {}
    for action in actions.values():
        grouped.setdefault(action.resource, []).append(action)
    return tuple(
        Resource(id=name, title=sentence_case(name), actions=tuple(members)) for name, members in grouped.items()
    )
