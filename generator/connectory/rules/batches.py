"""Long lists that are sent in parts."""

from connectory.diagnostics import Code, Diagnostics
from connectory.model import Action, Batch, Parameter, Project, is_binary

from ._walk import actions

BATCH_WITH_PAGES = Code(
    "A150",
    "batch-with-pages",
    "An action returns what came of a long list, or a list in pages, not both.",
    "batch: {over: contacts, size: 100}\npagination: rows",
    "batch: {over: contacts, size: 100}",
)
SEVERAL_LISTS = Code(
    "A151",
    "several-lists",
    "A request is one part of one list. So of several lists in `over`, no two may be given together.",
    "input: {ids: {type: array}, emails: {type: array}}\nbatch: {over: [ids, emails], size: 100}",
    "input: {ids: {type: array}, emails: {type: array}}\nrequire_one_of: [ids, emails]\n"
    "batch: {over: [ids, emails], size: 100}",
)
NOT_TO_SPLIT = Code(
    "A152",
    "not-to-split",
    "Every part of a long list is a request with all the other parameters. A file cannot be sent several times, and "
    "`bytes` speaks of lists in a body.",
    "endpoint: GET /contacts\ninput: {ids: {type: array, in: query}}\nbatch: {over: ids, size: 100, bytes: 5MB}",
    "endpoint: GET /contacts\ninput: {ids: {type: array, in: query}}\nbatch: {over: ids, size: 100}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report lists that could not be split, or not be joined again."""
    for _, action in actions(project):
        if (batch := action.batch) is None:
            continue
        if action.pagination is not None:
            hint = "remove one of the two"
            found.error(BATCH_WITH_PAGES, batch.source, "the answer comes in pages already", hint=hint)
        if len(batch.over) > 1 and not _exclude_each_other(action, batch):
            message = f"{' and '.join(f'`{name}`' for name in batch.over)} may be given together"
            found.error(SEVERAL_LISTS, batch.source, message, hint="add them to `require_one_of` or `exclusive`")
        if (why := _why_not(action, batch)) is not None:
            found.error(NOT_TO_SPLIT, batch.source, why, hint="remove `batch`, or what it cannot be used with")


def _exclude_each_other(action: Action, batch: Batch) -> bool:
    rules = [rule for rule in action.rules if rule.kind in ("require_one_of", "exclusive")]
    return any(set(batch.over) <= set(rule.parameters) for rule in rules)


def _why_not(action: Action, batch: Batch) -> str | None:
    for parameter in action.parameters:
        if is_binary(parameter.schema) and not parameter.ignored:
            return f"`{parameter.name}` is a file, which every part would have to send"
        if parameter.name in batch.over and (why := _misplaced(parameter, batch)) is not None:
            return f"`{parameter.name}` {why}"
    return None


def _misplaced(parameter: Parameter, batch: Batch) -> str | None:
    if parameter.ignored:
        return "is never sent"
    if batch.bytes is not None and parameter.location not in ("body", "form"):
        return f"stands in the {parameter.location}, so `bytes` says nothing about it"
    return None
