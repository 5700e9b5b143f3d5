"""`i18n/<language>.yaml`: texts of actions in other languages."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import get_args

from connectory.diagnostics import Code
from connectory.load import SpecFile
from connectory.load.nodes import MappingNode
from connectory.model import Action, Translated, Translation

from ._names import propose, quoted
from ._read import entries_at, mapping, text, value_at
from ._scope import Scope

TRANSLATION_OF_NOTHING = Code(
    "R421",
    "translation-of-nothing",
    "A file of translations speaks of an action that there is not, so nobody sees the translation.",
    "# i18n/es.yaml\nactions: {ad_domain: {title: {of: 9f86d081, text: Añadir dominio}}}",
    "# i18n/es.yaml\nactions: {add_domain: {title: {of: 9f86d081, text: Añadir dominio}}}",
)

_MEMBERS: tuple[Translated, ...] = get_args(Translated)


def read_translations(
    files: tuple[SpecFile, ...], actions: Mapping[str, Action], scope: Scope
) -> tuple[Translation, ...]:
    """All translations, file by file."""
    return tuple(item for file in files if file.node is not None for item in _of(file, actions, scope))


def mark_of(source: str) -> str:
    """What a translation says of the text that it was made of."""
    return sha256(source.encode()).hexdigest()[:8]


def _of(file: SpecFile, actions: Mapping[str, Action], scope: Scope) -> Iterator[Translation]:
    language = PurePosixPath(file.path).stem
    node = file.node
    if not isinstance(node, MappingNode):
        return
    for entry in entries_at(node, "actions"):
        if entry.key not in scope.actions.known:
            message, hint = f"there is no action {quoted(entry.key)}", propose(entry.key, scope.actions.known, "action")
            scope.found.warning(TRANSLATION_OF_NOTHING, entry.key_span, message, hint=hint)
        if entry.key not in actions:
            continue
        here = mapping(entry.value)
        for member in _MEMBERS:
            if (told := here.get(member)) is not None:
                source = getattr(actions[entry.key], member)
                yield Translation(
                    language=language,
                    action=entry.key,
                    member=member,
                    text=text(value_at(mapping(told), "text")),
                    stale=text(value_at(mapping(told), "of")) != mark_of(source),
                    now=mark_of(source),
                    source=told.span,
                )
