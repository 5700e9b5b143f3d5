"""Jobs in the background, and the actions that tell of them."""

from collections.abc import Mapping

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import Action, Argument, Project, Reference, Wait, called_by

from ._walk import actions

POLL_NOT_SIMPLE = Code(
    "A140",
    "poll-not-simple",
    "The action of `wait` tells what becomes of a job by one answer: it has no pages, starts no job of its own, and "
    "is not made of other actions.",
    "# list_imports.yaml has `pagination`\nwait: {action: list_imports, done: {status: [FINISHED]}}",
    "# get_import_status.yaml has none\nwait: {action: get_import_status, done: {status: [FINISHED]}}",
)
JOB_WITH_PAGES = Code(
    "A141",
    "job-with-pages",
    "An action returns a job or a list in pages, not both.",
    "wait: {action: get_import_status, done: {status: [FINISHED]}}\npagination: rows",
    "wait: {action: get_import_status, done: {status: [FINISHED]}}",
)
SECRET_OF_JOB = Code(
    "A142",
    "secret-of-job",
    "Callers keep the token of a job to find it again, and the token holds what the action of `wait` is called with. "
    "So none of that may be secret.",
    "# get_import.yaml has `input: {key: {type: string, secret: true}}`\n"
    "wait: {action: get_import, with: {key: $output.key}, done: {status: [FINISHED]}}",
    "# get_import.yaml has `input: {id: {type: string}}`\n"
    "wait: {action: get_import, with: {id: $output.id}, done: {status: [FINISHED]}}",
)
JOB_IN_COMPOSITE = Code(
    "A143",
    "job-in-composite",
    "An action made of other actions has no job to return, so nobody could wait for one that it starts.",
    "# start_import.yaml has `wait`\nchoose: [{action: start_import}]",
    "# add_contact.yaml has no `wait`\nchoose: [{action: add_contact}]",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report jobs that could not be returned, waited for or found again."""
    for connector, action in actions(project):
        by_id = {item.id: item for item in connector.actions}
        _check_composite(action, by_id, found)
        if (wait := action.wait) is None:
            continue
        if action.pagination is not None:
            found.error(JOB_WITH_PAGES, wait.source, "the answer comes in pages already", hint="remove one of the two")
        if (asked := by_id.get(wait.action)) is not None:
            _check_asked(action, wait, asked, found)


def _check_asked(action: Action, wait: Wait, asked: Action, found: Diagnostics) -> None:
    why = _why_not(asked)
    notes = (Note(asked.source, f"`{asked.id}` is declared here"),)
    if why is not None:
        message = f"`{asked.id}` {why}"
        found.error(POLL_NOT_SIMPLE, wait.source, message, hint="name an action that sends one request", notes=notes)
    for argument in wait.arguments:
        if (declared := _secret(argument, action, asked)) is not None:
            message = f"`{argument.name}` is secret, and the token of the job would hold it"
            notes = (Note(declared, "declared here"),)
            found.error(SECRET_OF_JOB, wait.source, message, hint="ask for the job by something else", notes=notes)


def _secret(argument: Argument, action: Action, asked: Action) -> Span | None:
    """Where it is declared that what is passed on is secret."""
    for parameter in asked.parameters:
        if parameter.secret and parameter.name == argument.name:
            return parameter.source
    if not isinstance(reference := argument.value, Reference):
        return None
    for parameter in action.parameters:
        if parameter.secret and reference.root == "input" and reference.path[0] == parameter.name:
            return parameter.source
    return reference.schema.source if reference.schema.secret else None


def _why_not(asked: Action) -> str | None:
    if asked.endpoint is None:
        return "is made of other actions"
    if asked.pagination is not None:
        return "answers in pages"
    return "starts a job itself" if asked.wait is not None else None


def _check_composite(action: Action, by_id: Mapping[str, Action], found: Diagnostics) -> None:
    for name in called_by(action.composite):
        called = by_id.get(name)
        if called is not None and called.wait is not None and action.composite is not None:
            message = f"`{name}` starts a job, which would be lost here"
            notes = (Note(called.wait.source, "the job is declared here"),)
            hint = "let callers call that action itself"
            found.error(JOB_IN_COMPOSITE, action.composite.source, message, hint=hint, notes=notes)
