"""Ids in one vocabulary: what an action does is its first word."""

from collections.abc import Mapping

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.model import Project

from ._walk import actions

UNUSUAL_VERB = Code(
    "A123",
    "unusual-verb",
    "People guess ids. They can when all begin with a verb of one short list: `get` reads one thing or what belongs to "
    "it, `list` all of a kind, `search` by criteria; `create`, `update`, `upsert` and `delete` speak of a thing, `add` "
    "and `remove` of members of a list, `set` of a switch or setting; `send`, `start`, `cancel` and a few more of what "
    "else happens. `bulk` may stand before a verb.",
    "# specs/acme/contacts/retrieve_contact.yaml",
    "# specs/acme/contacts/get_contact.yaml",
)

VERBS = frozenset(
    {
        *("get", "list", "search", "count", "check"),
        *("create", "update", "upsert", "set", "delete", "clone", "restore"),
        *("add", "remove", "attach", "detach", "assign", "unassign", "manage", "move"),
        *("send", "start", "stop", "cancel", "submit", "approve", "reject", "test", "generate", "rotate", "refresh"),
        *("upload", "download", "import", "export", "replay"),
        *("subscribe", "unsubscribe", "mute", "unmute", "block", "unblock", "revoke"),
    }
)
_USUAL: Mapping[str, str] = {
    "retrieve": "get",
    "fetch": "get",
    "read": "get",
    "find": "search",
    "query": "search",
    "new": "create",
    "make": "create",
    "edit": "update",
    "change": "update",
    "modify": "update",
    "destroy": "delete",
    "erase": "delete",
    "copy": "clone",
    "launch": "start",
}


def check(project: Project, found: Diagnostics) -> None:
    """Warn of ids whose first word is not a verb of the list."""
    for _, action in actions(project):
        first, _, rest = action.id.removeprefix("bulk_").partition("_")
        if first in VERBS and rest:
            continue
        usual = _USUAL.get(first)
        proposal = f"rename the file to `{usual}_{rest}.yaml`" if usual and rest else "begin it with a verb of the list"
        span = Span.whole_file(action.source.file)
        message = f"the id `{action.id}` does not begin with a usual verb and say of what"
        found.warning(UNUSUAL_VERB, span, message, hint=f"{proposal}; an old id can stay as an alias")
