"""Names of files and folders: they become modules, methods and addresses of pages."""

import re
from dataclasses import dataclass
from keyword import iskeyword

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.naming import FILE_STEM, propose_stem

BAD_FILE_NAME = Code(
    "S002",
    "bad-file-name",
    "The names of connectors, resources and actions become modules, methods and addresses of pages: up to 64 small "
    "letters, digits and single underscores, beginning with a letter. They cannot be words that Python or Windows "
    "keeps for itself.",
    "# specs/acme/contacts/Get-Contact.yaml",
    "# specs/acme/contacts/get_contact.yaml",
)

_LONGEST = 64
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?\Z")


@dataclass(frozen=True, slots=True)
class NameKind:
    """What is named. `suffix` makes a reserved word usable; `extension` is not part of the name."""

    noun: str
    suffix: str
    extension: str = ""


CONNECTOR = NameKind("a connector", "_api")
RESOURCE = NameKind("a resource", "_items")
ACTION = NameKind("an action", "_action", ".yaml")
WEBHOOK = NameKind("a webhook", "_event", ".yaml")


def usable_name(stem: str, kind: NameKind, span: Span, found: Diagnostics) -> str:
    """The name, or what it should have been after that has been reported."""
    if FILE_STEM.match(stem) and len(stem) <= _LONGEST and not _is_reserved(stem):
        return stem
    proposal = propose_stem(stem)
    if _is_reserved(proposal):
        proposal += kind.suffix

    reserved = "is a reserved word and " if _is_reserved(stem) else ""
    message = f"`{stem}` {reserved}cannot be the name of {kind.noun}"
    found.error(BAD_FILE_NAME, span, message, hint=f"rename it to `{proposal}{kind.extension}`")
    return proposal


def check_language(stem: str, span: Span, found: Diagnostics) -> None:
    """Report a translation that is not named by its language."""
    if not _LANGUAGE.match(stem):
        message = f"`{stem}` is no language"
        found.error(BAD_FILE_NAME, span, message, hint="name it by its language tag, such as `uk.yaml` or `pt-BR.yaml`")


def _is_reserved(stem: str) -> bool:
    return iskeyword(stem) or bool(_DEVICE.match(stem))
