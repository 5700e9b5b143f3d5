"""Translations: in languages that pages have, and of texts as they are now."""

from connectory.diagnostics import Code, Diagnostics
from connectory.model import LANGUAGES, Project

STALE_TRANSLATION = Code(
    "A129",
    "stale-translation",
    "A translation says by `of` which text it was made of: the first eight digits of its SHA-256. That text is another "
    "one now, so pages show it as it is until it is translated again.",
    "# i18n/es.yaml\nactions: {add_domain: {title: {of: 00000000, text: Añadir dominio}}}",
    "# i18n/es.yaml\nactions: {add_domain: {title: {of: d86476ae, text: Añadir dominio}}}",
)
UNKNOWN_LANGUAGE = Code(
    "A133",
    "unknown-language",
    "Pages are made in some languages, and a translation into another one would be left out.",
    "# i18n/tlh.yaml",
    "# i18n/es.yaml",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report translations that no page shows."""
    for connector in project.connectors:
        for item in connector.translations:
            if item.language not in LANGUAGES or item.language == next(iter(LANGUAGES)):
                message = f"no pages are made in `{item.language}` from translations"
                hint = f"use one of {', '.join(list(LANGUAGES)[1:])}"
                found.error(UNKNOWN_LANGUAGE, item.source, message, hint=hint)
            elif item.stale:
                message = f"`{item.path}` was changed since"
                hint = f"translate it again, and write `of: {item.now}`"
                found.warning(STALE_TRANSLATION, item.source, message, hint=hint)
