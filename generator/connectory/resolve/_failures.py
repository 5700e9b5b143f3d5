"""Error tables: what failures mean, for one action or for all of a connector."""

from typing import get_args

from connectory.diagnostics import Code, Note, Span
from connectory.load.nodes import MappingNode
from connectory.model import Condition, ErrorRule, Meaning, Reference, Schema

from ._conditions import read_conditions
from ._read import flag_at, integer_at, items_at, mapping, text, text_at
from ._references import Sight, bind
from ._scope import Scope

REPEATED_ERROR = Code(
    "R406",
    "repeated-error",
    "An error table has one row for the same failures: those with a status, or with something in the answer.",
    "# connector.yaml\nerrors: [{status: 409, code: duplicate}, {status: 409, code: busy}]",
    "# connector.yaml\nerrors: [{status: 409, code: duplicate}, {status: 423, code: busy}]",
)
BOUNDLESS_ERROR = Code(
    "R408",
    "boundless-error",
    "A row of an error table is about failures with a `status`, or of which `when` holds. Of all failures alike it can "
    "only be said where the `message` and the code (`code_at`) are.",
    "# connector.yaml\nerrors: [{code: busy, retryable: true}]",
    "# connector.yaml\nerrors: [{status: 423, code: busy, retryable: true}]",
)
UNREACHABLE_ERROR = Code(
    "R409",
    "unreachable-error",
    "An answer with a status of 2xx is a success unless `success_when` or `error_when` of the action says otherwise, "
    "so without them a row about such a status is never read.",
    "errors: [{status: 200, advice: Send less.}]",
    "error_when: {$response.json.ok: [false]}\nerrors: [{status: 200, advice: Send less.}]",
)


_MEANINGS: dict[str, Meaning] = {meaning: meaning for meaning in get_args(Meaning)}
_NEED_A_BOUND = ("meaning", "code", "retryable", "advice")


def read_errors(node: MappingNode, output: Schema | None, scope: Scope) -> tuple[ErrorRule, ...]:
    """The rows under `errors`. `output` is the body of answers with a status of 2xx; others may have any."""
    rules: list[ErrorRule] = []
    seen: dict[tuple[int | None, tuple[object, ...]], Span] = {}
    for item in items_at(node, "errors"):
        here = mapping(item)
        rule = _rule(here, output, scope)
        rules.append(rule)
        if rule.status is None and not rule.when:
            _check_boundless(here, scope)
            continue
        about = (rule.status, tuple((str(each.reference), each.values, each.empty) for each in rule.when))
        if about in seen:
            notes = (Note(seen[about], "here first"),)
            message = "there is a row for these failures already"
            scope.found.error(REPEATED_ERROR, item.span, message, hint="merge the two rows", notes=notes)
        seen.setdefault(about, item.span)
    return tuple(rules)


def check_reachable(rules: tuple[ErrorRule, ...], told: tuple[Condition, ...], scope: Scope) -> None:
    """Report rows of an action that no failure can get to; `told` is all that tells failures with a status of 2xx."""
    for rule in rules:
        if rule.status is not None and 200 <= rule.status < 300 and not told:
            message = f"an answer with the status {rule.status} is never a failure here"
            hint = "say with `error_when` or `success_when` how to tell, or remove the row"
            scope.found.error(UNREACHABLE_ERROR, rule.source, message, hint=hint)


def _rule(here: MappingNode, output: Schema | None, scope: Scope) -> ErrorRule:
    status = integer_at(here, "status")
    body = output if status is not None and 200 <= status < 300 else None
    sight = Sight(roots=("response",), inputs=(), output=body, steps={}, entities=scope.entities)
    meaning = text_at(here, "meaning")
    return ErrorRule(
        status=status,
        when=read_conditions(here, "when", sight, scope),
        meaning=_MEANINGS[meaning] if meaning is not None else None,
        code=text_at(here, "code"),
        retryable=flag_at(here, "retryable") if here.get("retryable") is not None else None,
        message=_reference(here, "message", sight, scope),
        code_at=_reference(here, "code_at", sight, scope),
        advice=text_at(here, "advice"),
        source=here.span,
    )


def _reference(here: MappingNode, key: str, sight: Sight, scope: Scope) -> Reference | None:
    node = here.get(key)
    return None if node is None else bind(text(node), node.span, sight, scope.found)


def _check_boundless(here: MappingNode, scope: Scope) -> None:
    for entry in here:
        if entry.key in _NEED_A_BOUND:
            message = f"`{entry.key}` would be said of every failure"
            hint = "add what the row is about, such as `status: 409`"
            scope.found.error(BOUNDLESS_ERROR, entry.key_span, message, hint=hint)
