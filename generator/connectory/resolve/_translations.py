"""`i18n/<language>.yaml`: texts of a connector in other languages."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from connectory.diagnostics import Code, Diagnostics
from connectory.load import SpecFile
from connectory.load.nodes import Entry, MappingNode, Node
from connectory.model import Connector, Translation

from ._names import Names, propose, quoted
from ._read import entries_at, mapping, text, value_at

TRANSLATION_OF_NOTHING = Code(
    "R421",
    "translation-of-nothing",
    "A file of translations speaks of an action or a resource that there is not, so nobody sees the translation.",
    "# i18n/es.yaml\nactions: {ad_domain: {title: {of: 9f86d081, text: Añadir dominio}}}",
    "# i18n/es.yaml\nactions: {add_domain: {title: {of: 9f86d081, text: Añadir dominio}}}",
)


def read_translations(
    files: tuple[SpecFile, ...], connector: Connector, names: Sequence[Names], found: Diagnostics
) -> tuple[Translation, ...]:
    """All translations, file by file. `names` are those of what has translations: actions and resources."""
    texts = dict(_texts(connector))
    return tuple(
        _translation(PurePosixPath(file.path).stem, path, texts[path], told.value)
        for file in files
        if isinstance(file.node, MappingNode)
        for path, told in _entries(file.node, names, found)
        if path in texts
    )


def mark_of(source: str) -> str:
    """What a translation says of the text that it was made of."""
    return sha256(source.encode()).hexdigest()[:8]


def _texts(connector: Connector) -> Iterator[tuple[str, str]]:
    """What has translations: where it is in a file of translations, and the text."""
    yield "connector.summary", connector.summary
    if connector.audience is not None:
        yield "connector.audience", connector.audience
    for resource in connector.resources:
        yield f"resources.{resource.id}.title", resource.title
    for action in connector.actions:
        yield f"actions.{action.id}.title", action.title
        yield f"actions.{action.id}.summary", action.summary


def _entries(node: MappingNode, names: Sequence[Names], found: Diagnostics) -> Iterator[tuple[str, Entry]]:
    """Every translation of a file with the path of its text. Reports what is about nothing."""
    for entry in entries_at(node, "connector"):
        yield f"connector.{entry.key}", entry
    for kind in names:
        section = f"{kind.kind}s"
        for entry in entries_at(node, section):
            if entry.key not in kind.known:
                message, hint = (
                    f"there is no {kind.kind} {quoted(entry.key)}",
                    propose(entry.key, kind.known, kind.kind),
                )
                found.warning(TRANSLATION_OF_NOTHING, entry.key_span, message, hint=hint)
            for told in mapping(entry.value):
                yield f"{section}.{entry.key}.{told.key}", told


def _translation(language: str, path: str, original: str, told: Node) -> Translation:
    now = mark_of(original)
    return Translation(
        language=language,
        path=path,
        text=text(value_at(mapping(told), "text")),
        stale=text(value_at(mapping(told), "of")) != now,
        now=now,
        source=told.span,
    )
