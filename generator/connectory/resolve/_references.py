"""References such as `$input.id` and `$response.json.a.b`: read, checked, and given the type of what they lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.load.nodes import Node
from connectory.model import Parameter, Reference, ReferenceRoot, Schema

from ._names import listing, propose, quoted
from ._types import Entities, member, member_names

MALFORMED_REFERENCE = Code(
    "R301",
    "malformed-reference",
    "A reference is `$`, a root and the steps from there, with dots between: `$input.id`, `$output.items.0.id`, "
    "`$output.items.-1.id` for the last item, `$response.status`, `$response.headers.X-Total`, `$response.text`, "
    "`$response.json.total`, `$steps.first.id`. "
    "There are no expressions.",
    "envelope: {status_code: $response..status}",
    "envelope: {status_code: $response.status}",
)
UNKNOWN_REFERENCE = Code(
    "R302",
    "unknown-reference",
    "A reference leads to something that is not there: a parameter, a step or a member that is not declared, "
    "or a root that has no meaning in this place.",
    "input: {id: {type: integer}}\nenvelope: {id: $input.ident}",
    "input: {id: {type: integer}}\nenvelope: {id: $input.id}",
)

_PARTS = ("status", "text", "headers", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What references in one place can see.

    `inputs` are the parameters. `output` is what `$output` and `$response.json` hold; `steps` what
    each step answered. `roots` are the first words that have a meaning here.
    """

    roots: tuple[str, ...]
    inputs: tuple[Parameter, ...]
    output: Schema | None
    steps: Mapping[str, Schema | None]
    entities: Entities


def is_reference(node: Node) -> bool:
    """Whether a value is meant as a reference: a text that begins with `$`."""
    value = getattr(node, "value", None)
    return isinstance(value, str) and value.startswith("$")


def bind(written: str, span: Span, sight: Sight, found: Diagnostics) -> Reference | None:
    """The reference that is written at `span`, or `None` after its problem has been reported."""
    try:
        return _Walker(span, sight).walk(written)
    except _LeadsNowhereError as problem:
        found.error(problem.code, span, problem.message, hint=problem.hint)
        return None


class _LeadsNowhereError(Exception):
    def __init__(self, code: Code, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Walker:
    span: Span
    sight: Sight

    def walk(self, written: str) -> Reference:
        head, *steps = written.removeprefix("$").split(".")
        if not written.startswith("$"):
            hint = f"write {quoted('$' + written)}" if head in self.sight.roots else f"begin with {self._roots()}"
            raise _LeadsNowhereError(MALFORMED_REFERENCE, f"{quoted(written)} is no reference", hint)
        if not head or "" in steps:
            raise _LeadsNowhereError(MALFORMED_REFERENCE, f"{quoted(written)} has an empty step", "remove one dot")
        if head not in self.sight.roots:
            raise _LeadsNowhereError(
                UNKNOWN_REFERENCE, f"{quoted('$' + head)} has no meaning here", f"begin with {self._roots()}"
            )
        match head:
            case "input":
                return self._input(steps)
            case "output" | "payload" | "item" | "entry":
                return self._body(head, steps)
            case "steps":
                return self._step(steps)
            case _:
                return self._response(steps)

    def _roots(self) -> str:
        return listing((f"${root}" for root in self.sight.roots), "or")

    def _input(self, steps: list[str]) -> Reference:
        by_name = {item.name: item for item in self.sight.inputs}
        name, *rest = self._begin("$input", steps, by_name)
        parameter = by_name.get(name)
        if parameter is None:
            hint = propose(name, by_name, "parameter")
            raise _LeadsNowhereError(UNKNOWN_REFERENCE, f"there is no parameter {quoted(name)}", hint)
        schema = self._descend(parameter.schema, rest, f"$input.{name}")
        return self._reference("input", steps, schema, total=parameter.required and not rest)

    def _body(self, root: ReferenceRoot, steps: list[str]) -> Reference:
        start = self.sight.output or Schema(source=self.span)
        return self._reference(root, steps, self._descend(start, steps, f"${root}"))

    def _step(self, steps: list[str]) -> Reference:
        known = self.sight.steps
        name, *rest = self._begin("$steps", steps, known)
        if name not in known:
            hint = propose(name, known, "step")
            raise _LeadsNowhereError(UNKNOWN_REFERENCE, f"there is no step {quoted(name)} before this", hint)
        schema = self._descend(known[name] or Schema(source=self.span), rest, f"$steps.{name}")
        return self._reference("steps", steps, schema, total=not rest)

    def _response(self, steps: list[str]) -> Reference:
        match self._begin("$response", steps, _PARTS):
            case ["status"]:
                schema = Schema(source=self.span, types=("integer",))
                return self._reference("response.status", [], schema, total=True)
            case ["text"]:
                schema = Schema(source=self.span, types=("string",))
                return self._reference("response.text", [], schema, total=True)
            case ["headers", name]:
                return self._reference("response.headers", [name], Schema(source=self.span, types=("string",)))
            case ["json", *rest]:
                return self._body("response.json", rest)
            case ["headers", *_]:
                hint = "write it as `$response.headers.X-Total`"
                raise _LeadsNowhereError(MALFORMED_REFERENCE, "a header has one name", hint)
            case ["status" | "text" as part, *_]:
                message = f"`$response.{part}` has no members"
                raise _LeadsNowhereError(UNKNOWN_REFERENCE, message, f"write `$response.{part}`")
            case _:
                hint = propose(steps[0], _PARTS, "part")
                raise _LeadsNowhereError(UNKNOWN_REFERENCE, f"a response has no part {quoted(steps[0])}", hint)

    def _begin(self, root: str, steps: list[str], known: Iterable[str]) -> list[str]:
        if not steps:
            names = tuple(known)
            hint = f"add one of {listing(names, 'or')}" if names else "nothing is declared there"
            raise _LeadsNowhereError(MALFORMED_REFERENCE, f"`{root}` alone leads to nothing", hint)
        return steps

    def _descend(self, schema: Schema, steps: list[str], sofar: str) -> Schema:
        for step in steps:
            below = member(schema, step, self.sight.entities)
            if below is None:
                known = member_names(schema, self.sight.entities)
                hint = propose(step, known, "member") if known else "end the reference before this step"
                raise _LeadsNowhereError(UNKNOWN_REFERENCE, f"{quoted(sofar)} has no member {quoted(step)}", hint)
            schema, sofar = below, f"{sofar}.{step}"
        return schema

    def _reference(self, root: ReferenceRoot, path: list[str], schema: Schema, *, total: bool = False) -> Reference:
        return Reference(root=root, path=tuple(path), schema=schema, total=total, source=self.span)
