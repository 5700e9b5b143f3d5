"""`sync/<resource>.py` and `aio/<resource>.py`: one method per action."""

import json
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from connectory.model import Action, Each, InputRule, Parameter, Schema, is_binary, thaw
from connectory.naming import parameter_name, pascal_case, upper_snake_case

from ._annotations import Imports, InputAnnotations
from ._literals import docstring, mapping, reflow
from ._models import Result

Wrapper: TypeAlias = Literal["", "Pages", "Job", "Batch", "BatchJob"]

_BODY = 8
_WRITTEN = {
    "date-time-local": "2026-05-31T09:30:00",
    "date-time-minute": "2026-05-31T09:30",
    "http-date": "Sun, 31 May 2026 09:30:00 GMT",
    "unixtime": "seconds since 1970",
    "unixtime-ms": "milliseconds since 1970",
}
_CALLS: dict[Wrapper, str] = {
    "": "call",
    "Pages": "pages",
    "Job": "begin",
    "Batch": "batch",
    "BatchJob": "begin_batch",
}
_EACH = (
    "One call is made for each of `{}`. An error of one does not stop the others and is not raised: look at `failed` "
    "of the result, or call its `require()`."
)
_BATCH = (
    "{} may have any number of items: a request takes {}, and several are sent if need be. What comes back tells which "
    "items were done, which failed, and of which that is not known. An error is raised only when no request was done."
)


@dataclass(frozen=True, slots=True)
class Argument:
    """A keyword of a method. `default` is an expression, or empty when the argument must be given."""

    name: str
    annotation: str
    default: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method: signature, docstring (indented and quoted), and what it hands to the runtime.

    `wrapper` is what stands around `returns`: nothing, `Pages` of items, a `Job`, what came of a `Batch`, or the jobs
    of one; `call` is the method of the client that makes it.
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: str
    docstring: str
    descriptor: str
    values: str
    wrapper: Wrapper

    @property
    def call(self) -> str:
        return _CALLS[self.wrapper]

    @property
    def async_wrapper(self) -> str:
        """What stands around `returns` in an async client. A `Batch` is data, and the same in both."""
        return self.wrapper if self.wrapper in ("", "Batch") else f"Async{self.wrapper}"


def method(
    action: Action,
    result: Result,
    annotations: InputAnnotations,
    imports: Imports,
    *,
    items: Result | None = None,
    status: Result | None = None,
) -> Method:
    """The method of an action. Names that the signature uses are added to `imports`.

    Args:
        action: what the method calls.
        result: what that answers.
        annotations: the types of inputs.
        imports: what the module imports.
        items: the type of items when the answer comes in pages.
        status: what is answered to questions about the job, when the action starts one.
    """
    shown = [result if items is None else items, *([status] if status is not None else [])]
    for part in shown:
        imports.update(part.imports)
    arguments = tuple(_argument(item, action, annotations, imports) for item in action.parameters)
    values = {item.name: parameter_name(item.name) for item in action.parameters}
    return Method(
        name=action.id,
        arguments=arguments,
        returns=", ".join(part.annotation for part in shown),
        docstring=docstring(_documentation(action, annotations), _BODY),
        descriptor=upper_snake_case(action.id),
        values=mapping(values),
        wrapper=_wrapper(action),
    )


def _wrapper(action: Action) -> Wrapper:
    if action.pagination is not None:
        return "Pages"
    if action.batch is not None:
        return "Batch" if action.wait is None else "BatchJob"
    return "" if action.wait is None else "Job"


def _argument(parameter: Parameter, action: Action, annotations: InputAnnotations, imports: Imports) -> Argument:
    place = pascal_case(action.id) + pascal_case(parameter.name)
    annotation = annotations.expression(parameter.schema, place, imports)
    if parameter.required:
        return Argument(parameter_name(parameter.name), annotation, "")
    known = annotation.removesuffix(" | None")
    none = annotation.removeprefix(known)
    return Argument(parameter_name(parameter.name), f"{known} | Unset{none}", "UNSET")


def _documentation(action: Action, annotations: InputAnnotations) -> str:
    parts = [action.summary]
    if action.deprecated is not None:
        replacement = action.deprecated.replacement
        parts.append(
            f"Deprecated: {action.deprecated.reason}" + (f" Use `{replacement}` instead." if replacement else "")
        )
    if action.description:
        parts.append(reflow(action.description))
    if action.use_when:
        parts.append(f"Use it when: {action.use_when}")
    if isinstance(action.composite, Each):
        parts.append(_EACH.format(parameter_name(action.composite.over)))
    if action.pagination is not None:
        parts.append(
            "The list comes in pages, which are asked for when they are needed: iterate over it for all items, "
            "or over `.pages()`."
        )
    if action.batch is not None:
        lists = " or ".join(f"`{parameter_name(name)}`" for name in action.batch.over)
        parts.append(_BATCH.format(lists, action.batch.size))
    if action.wait is not None:
        parts.append(
            "The call starts a job in the background. `wait()` of what it returns waits until that is done, by asking "
            f"`{action.wait.action}` again and again."
        )
    if action.notes:
        parts.append("\n".join(["Notes:", *(f"    {note}" for note in action.notes)]))
    if action.rules:
        parts.append(" ".join(_rule(rule) for rule in action.rules))
    if action.parameters:
        described = (f"    {parameter_name(item.name)}: {_described(item, annotations)}" for item in action.parameters)
        parts.append("\n".join(["Args:", *described]))
    return "\n\n".join(parts)


def _described(parameter: Parameter, annotations: InputAnnotations) -> str:
    if parameter.ignored:
        return "Accepted for older callers and never sent."
    schema = annotations.entities.inline(parameter.schema)
    sentences = [_one_line(schema.description or ""), *_limits(schema)]
    return " ".join(sentence for sentence in sentences if sentence) or _place(parameter)


def _place(parameter: Parameter) -> str:
    """Where a parameter goes, which is all there is to say when the spec says nothing."""
    if parameter.wire == "":
        return "Sent as the body."
    name = "" if parameter.wire == parameter.name else f" as {parameter.wire}"
    return f"Sent in the {parameter.location}{name}."


def _rule(rule: InputRule) -> str:
    """A rule across parameters as a sentence."""
    first, *others = (f"`{parameter_name(name)}`" for name in rule.parameters)
    match rule.kind:
        case "require_one_of":
            return f"Give exactly one of {_listed(first, *others)}."
        case "require_any_of":
            return f"Give at least one of {_listed(first, *others)}."
        case "exclusive":
            return f"Give at most one of {_listed(first, *others)}."
        case "together":
            return f"Give {_listed(first, *others)} together or not at all."
        case "requires":
            return f"{first} needs {_listed(*others)}."
        case _:
            assert_never(rule.kind)


def _listed(*names: str) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if not line or line.endswith((".", "!", "?", ":")) else f"{line}."


def _limits(schema: Schema) -> list[str]:
    bounds = (
        ("At least", schema.min_items, "item"),
        ("At most", schema.max_items, "item"),
        ("At least", schema.min_length, "character"),
        ("At most", schema.max_length, "character"),
        ("At least", schema.minimum, ""),
        ("At most", schema.maximum, ""),
    )
    limits = [f"{word} {_counted(bound, unit)}." for word, bound, unit in bounds if bound is not None]
    if (written := _WRITTEN.get(schema.format or "")) is not None:
        limits.append(f"Sent as {written}.")
    if schema.zone is not None:
        limits.append(f"Times without a zone are meant in {schema.zone}.")
    if schema.media_type is not None:
        limits.append(
            f"Sent as {schema.media_type} unless the file says otherwise."
            if is_binary(schema)
            else f"Sent as {schema.media_type}."
        )
    if schema.default is not None:
        value = schema.default.value
        limits.append(f"Default: {value if isinstance(value, str) else json.dumps(thaw(value))}.")
    return limits


def _counted(number: float, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if unit else str(number)
