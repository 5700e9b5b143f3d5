"""Parameters as Python sees them."""

from connectory.diagnostics import Code, Diagnostics, Note
from connectory.model import Parameter, Project
from connectory.naming import parameter_name, snake_case

from ._walk import actions

COLLIDING_PARAMETERS = Code(
    "A106",
    "colliding-parameters",
    "Two parameters have the same Python name. It is the name in snake_case, with a `_` at the end where Python or the "
    "method needs the word itself, such as `from` and `options`.",
    "input: {siteId: {type: string}, site_id: {type: string}}",
    "input: {siteId: {type: string}, other_site_id: {type: string, wire: site_id}}",
)
REQUIRED_DEPRECATED = Code(
    "A107",
    "required-deprecated",
    "A parameter that callers must give cannot be one that they should no longer use.",
    "input: {code: {type: string, required: true, deprecated: true}}",
    "input: {code: {type: string, deprecated: true}}",
)
UNMARKED_SECRET = Code(
    "A108",
    "unmarked-secret",
    "The name says that this parameter is a secret. With `secret: true` it never appears in logs and errors; "
    "`secret: false` says that it is none.",
    "input: {password: {type: string}}",
    "input: {password: {type: string, secret: true}}",
)

_SECRETS = frozenset({"password", "secret", "api_key", "apikey", "access_token", "private_key", "client_secret"})


def check(project: Project, found: Diagnostics) -> None:
    """Report names that Python has twice, and marks that contradict each other or are missing."""
    for _, action in actions(project):
        taken: dict[str, Parameter] = {}
        for parameter in action.parameters:
            _check_name(parameter, taken, found)
            _check_marks(parameter, found)


def _check_name(parameter: Parameter, taken: dict[str, Parameter], found: Diagnostics) -> None:
    name = parameter_name(parameter.name)
    other = taken.setdefault(name, parameter)
    if other is not parameter:
        found.error(
            COLLIDING_PARAMETERS,
            parameter.source,
            f"`{parameter.name}` and `{other.name}` are both `{name}` in Python",
            hint=f"rename one of them, and add `wire: {parameter.wire}`",
            notes=(Note(other.source, f"`{other.name}` is declared here"),),
        )


def _check_marks(parameter: Parameter, found: Diagnostics) -> None:
    if parameter.required and parameter.schema.deprecated:
        message = f"`{parameter.name}` is required and deprecated at once"
        found.error(REQUIRED_DEPRECATED, parameter.source, message, hint="drop one of the two")
    if snake_case(parameter.name) in _SECRETS and not parameter.secret:
        message = f"`{parameter.name}` looks like a secret, but is not marked as one"
        found.warning(UNMARKED_SECRET, parameter.source, message, hint="add `secret: true`")
