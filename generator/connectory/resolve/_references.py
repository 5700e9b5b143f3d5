"""References such as `$input.id` and `$response.json.a.b`: read, checked, and given the type of what they lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from connectory.diagnostics import Code, Diagnostics, Span
from connectory.load.nodes import Node
from connectory.model import Parameter, Reference, ReferenceRoot, Schema

from ._names import listing, propose
from ._types import Entities, member, member_names

MALFORMED_REFERENCE = Code(
    "R301",
    "malformed-reference",
    "A reference is `$`, a root and the steps from there, with dots between: `$input.id`, `$output.items.0.id`, "
    "`$response.status`, `$response.headers.X-Total`, `$response.text`, `$response.json.total`, `$steps.first.id`. "
    "There are no expressions.",
    "envelope: {status_code: response.status}",
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
    head, *steps = written.removeprefix("$").split(".")
    if not written.startswith("$"):
        hint = f"write `${written}`" if head in sight.roots else f"begin with {_roots(sight)}"
        return _refuse(MALFORMED_REFERENCE, span, f"`{written}` is no reference", hint, found)
    if not head or "" in steps:
        return _refuse(MALFORMED_REFERENCE, span, f"`{written}` has an empty step", "remove one dot", found)
    if head not in sight.roots:
        message = f"`${head}` has no meaning here"
        return _refuse(UNKNOWN_REFERENCE, span, message, f"begin with {_roots(sight)}", found)
    walker = _Walker(span, sight, found)
    match head:
        case "input":
            return walker.input(steps)
        case "output":
            return walker.body("output", steps)
        case "steps":
            return walker.steps(steps)
        case _:
            return walker.response(steps)


def _roots(sight: Sight) -> str:
    return listing((f"${root}" for root in sight.roots), "or")


def _refuse(code: Code, span: Span, message: str, hint: str, found: Diagnostics) -> None:
    found.error(code, span, message, hint=hint)


@dataclass(frozen=True, slots=True)
class _Walker:
    span: Span
    sight: Sight
    found: Diagnostics

    def input(self, steps: list[str]) -> Reference | None:
        if not steps:
            return self._incomplete("$input", (item.name for item in self.sight.inputs))
        name, *rest = steps
        parameter = next((item for item in self.sight.inputs if item.name == name), None)
        if parameter is None:
            known = [item.name for item in self.sight.inputs]
            hint = propose(name, known, "parameter")
            return _refuse(UNKNOWN_REFERENCE, self.span, f"there is no parameter `{name}`", hint, self.found)
        schema = self._descend(parameter.schema, rest, f"$input.{name}")
        return schema and self._reference("input", steps, schema, total=parameter.required and not rest)

    def body(self, root: ReferenceRoot, steps: list[str]) -> Reference | None:
        start = self.sight.output or Schema(source=self.span)
        schema = self._descend(start, steps, f"${root}")
        return schema and self._reference(root, steps, schema)

    def steps(self, steps: list[str]) -> Reference | None:
        if not steps:
            return self._incomplete("$steps", self.sight.steps)
        name, *rest = steps
        if name not in self.sight.steps:
            message = f"there is no step `{name}` before this"
            return _refuse(UNKNOWN_REFERENCE, self.span, message, propose(name, self.sight.steps, "step"), self.found)
        start = self.sight.steps[name] or Schema(source=self.span)
        schema = self._descend(start, rest, f"$steps.{name}")
        return schema and self._reference("steps", steps, schema, total=not rest)

    def response(self, steps: list[str]) -> Reference | None:
        if not steps:
            return self._incomplete("$response", _PARTS)
        match steps:
            case ["status"]:
                schema = Schema(source=self.span, types=("integer",))
                return self._reference("response.status", [], schema, total=True)
            case ["text"]:
                schema = Schema(source=self.span, types=("string",))
                return self._reference("response.text", [], schema, total=True)
            case ["headers", name]:
                return self._reference("response.headers", [name], Schema(source=self.span, types=("string",)))
            case ["json", *rest]:
                return self.body("response.json", rest)
            case ["headers", *_]:
                hint = "write it as `$response.headers.X-Total`"
                return _refuse(MALFORMED_REFERENCE, self.span, "a header has one name", hint, self.found)
            case ["status" | "text" as part, *_]:
                message = f"`$response.{part}` has no members"
                return _refuse(UNKNOWN_REFERENCE, self.span, message, f"write `$response.{part}`", self.found)
            case _:
                message = f"a response has no part `{steps[0]}`"
                return _refuse(UNKNOWN_REFERENCE, self.span, message, propose(steps[0], _PARTS, "part"), self.found)

    def _descend(self, schema: Schema, steps: list[str], sofar: str) -> Schema | None:
        for step in steps:
            below = member(schema, step, self.sight.entities)
            if below is None:
                known = member_names(schema, self.sight.entities)
                hint = propose(step, known, "member") if known else "end the reference before this step"
                return _refuse(UNKNOWN_REFERENCE, self.span, f"`{sofar}` has no member `{step}`", hint, self.found)
            schema, sofar = below, f"{sofar}.{step}"
        return schema

    def _incomplete(self, root: str, known: Iterable[str]) -> None:
        names = tuple(known)
        hint = f"add one of {listing(names, 'or')}" if names else "nothing is declared there"
        _refuse(MALFORMED_REFERENCE, self.span, f"`{root}` alone leads to nothing", hint, self.found)

    def _reference(self, root: ReferenceRoot, path: list[str], schema: Schema, *, total: bool = False) -> Reference:
        return Reference(root=root, path=tuple(path), schema=schema, total=total, source=self.span)
