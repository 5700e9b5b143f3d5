"""Calls of other actions: `wait`, `choose`, `each` and `steps`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from connectory.diagnostics import Code, Note, Span
from connectory.load.nodes import MappingNode, Node
from connectory.model import (
    Action,
    Argument,
    Branch,
    Choose,
    Composite,
    Each,
    JsonValue,
    Parameter,
    Schema,
    Step,
    Steps,
    Wait,
    follow,
)

from ._amounts import seconds
from ._arguments import read_arguments
from ._composites import check_used
from ._conditions import IMPOSSIBLE_VALUE, read_conditions
from ._envelope import WRONG_TYPE
from ._read import entries_at, items, json, mapping, text, text_at, texts_at, value_at
from ._references import Sight, bind, is_reference
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import admits, in_words, mismatch, types_of

UNKNOWN_ACTION = Code(
    "R309",
    "unknown-action",
    "An action is named by its id: the stem of its file, without the folder.",
    "deprecated: {reason: Old., replacement: get_contcat}",
    "deprecated: {reason: Old., replacement: get_contact}",
)
REPEATED_STEP = Code(
    "R311",
    "repeated-step",
    "Each step has a name of its own, by which later steps and the result refer to its answer.",
    "steps: {do: [{name: info, action: get_info}, {name: info, action: get_limits}], result: {all: $steps.info}}",
    "steps: {do: [{name: info, action: get_info}, {name: limits, action: get_limits}], result: {all: $steps.info}}",
)

_EVERY = "2s"
_TIMEOUT = "10m"


@dataclass(frozen=True, slots=True)
class Callers:
    """The actions of a connector as they can be called. `outlines` lacks those whose files have problems."""

    outlines: Mapping[str, Action]
    scope: Scope

    def complete(self, outline: Action, node: MappingNode) -> Action:
        """An action with the calls in it resolved."""
        sight = Sight(
            roots=("input", "output", "response"),
            inputs=outline.parameters,
            output=outline.output,
            steps={},
            entities=self.scope.entities,
        )
        wait, composite = self._wait(node, sight), self._composite(node, sight)
        if composite is not None:
            check_used(outline, composite, self.scope.found)
        calls = wait is not None or composite is not None
        return replace(outline, wait=wait, composite=composite) if calls else outline

    def _target(self, node: MappingNode) -> tuple[str, Action | None]:
        named = value_at(node, "action")
        self.scope.actions.find(text(named), named.span, UNKNOWN_ACTION, self.scope.found)
        return text(named), self.outlines.get(text(named))

    def _wait(self, action: MappingNode, sight: Sight) -> Wait | None:
        if (node := action.get("wait")) is None:
            return None
        here = mapping(node)
        name, target = self._target(here)
        polled = replace(sight, roots=("output", "response"), output=target.output if target else None)
        return Wait(
            action=name,
            arguments=read_arguments(here, target, sight, self.scope),
            done=read_conditions(here, "done", polled, self.scope, prefix="$output."),
            failed=read_conditions(here, "failed", polled, self.scope, prefix="$output."),
            every=seconds(text_at(here, "every") or _EVERY),
            timeout=seconds(text_at(here, "timeout") or _TIMEOUT),
            source=node.span,
        )

    def _composite(self, action: MappingNode, sight: Sight) -> Composite | None:
        inputs = replace(sight, roots=("input",))
        if (node := action.get("choose")) is not None:
            branches = tuple(self._branch(mapping(item), inputs) for item in items(node))
            return Choose(branches=branches, defaults=tuple(self._defaults(branches, inputs)), source=node.span)
        if (node := action.get("each")) is not None:
            return self._each(mapping(node), inputs)
        if (node := action.get("steps")) is not None:
            return self._steps(mapping(node), inputs)
        return None

    def _branch(self, node: MappingNode, sight: Sight) -> Branch:
        name, target = self._target(node)
        when = node.get("when")
        present: tuple[str, ...] = ()
        if isinstance(when, MappingNode):
            self._check_declared(when.get("present"), sight)
            present = texts_at(when, "present")
        return Branch(
            action=name,
            present=present,
            equals=tuple(self._equals(when, sight)),
            arguments=read_arguments(node, target, sight, self.scope, by_name=sight.inputs),
            source=node.span,
        )

    def _check_declared(self, node: Node | None, sight: Sight) -> None:
        names = parameter_names(sight.inputs)
        for item in items(node) if node is not None else ():
            names.find(text(item), item.span, UNKNOWN_PARAMETER, self.scope.found)

    def _equals(self, when: Node | None, sight: Sight) -> Iterator[tuple[str, JsonValue]]:
        names = parameter_names(sight.inputs)
        for entry in entries_at(when, "equals") if isinstance(when, MappingNode) else ():
            if not names.find(entry.key, entry.key_span, UNKNOWN_PARAMETER, self.scope.found):
                continue
            schema = next(item.schema for item in sight.inputs if item.name == entry.key)
            value = json(entry.value)
            allowed = [item.value for item in follow(schema, self.scope.entities).enum]
            if not admits(types_of(schema, self.scope.entities), value) or (allowed and value not in allowed):
                message = f"`{entry.key}` never has this value"
                self.scope.found.error(
                    IMPOSSIBLE_VALUE, entry.value.span, message, hint="compare with a value it allows"
                )
            yield entry.key, value

    def _defaults(self, branches: tuple[Branch, ...], sight: Sight) -> Iterator[tuple[str, JsonValue]]:
        """The defaults of parameters that are compared with values."""
        compared = {name for branch in branches for name, _ in branch.equals}
        for parameter in sight.inputs:
            default = follow(parameter.schema, self.scope.entities).default
            if default is not None and parameter.name in compared:
                yield parameter.name, default.value

    def _each(self, node: MappingNode, sight: Sight) -> Each:
        name, target = self._target(node)
        over, parameter = text(value_at(node, "over")), text(value_at(node, "as"))
        names = parameter_names(sight.inputs)
        span = value_at(node, "over").span
        if names.find(over, span, UNKNOWN_PARAMETER, self.scope.found):
            taken = next((item for item in target.parameters if item.name == parameter), None) if target else None
            if target is not None and taken is None:
                known = parameter_names(target.parameters)
                known.find(parameter, value_at(node, "as").span, UNKNOWN_PARAMETER, self.scope.found)
            self._check_items(next(item for item in sight.inputs if item.name == over), taken, span)
        others = tuple(item for item in sight.inputs if item.name != over)
        return Each(
            over=over,
            action=name,
            parameter=parameter,
            arguments=read_arguments(node, target, sight, self.scope, filled=(parameter,), by_name=others),
            source=node.span,
        )

    def _check_items(self, over: Parameter, taken: Parameter | None, span: Span) -> None:
        here = follow(over.schema, self.scope.entities)
        if here.types and "array" not in here.types:
            message = f"`{over.name}` is {in_words(here.types)}, not a list"
            self.scope.found.error(WRONG_TYPE, span, message, hint="name a parameter that holds a list")
        elif taken is not None and here.items is not None:
            problem = mismatch(here.items, taken.schema, self.scope.entities)
            if problem is not None:
                message = f"an item of `{over.name}` cannot be passed as `{taken.name}`: {problem}"
                hint = "change one of the two types"
                notes = (Note(taken.source, f"`{taken.name}` is declared here"),)
                self.scope.found.error(WRONG_TYPE, span, message, hint=hint, notes=notes)

    def _steps(self, node: MappingNode, sight: Sight) -> Steps:
        answers: dict[str, Schema | None] = {}
        steps: list[Step] = []
        for item in items(value_at(node, "do")):
            here = mapping(item)
            step = self._step(here, replace(sight, roots=("input", "steps"), steps=dict(answers)))
            if step.name in answers:
                message = f"there is a step `{step.name}` already"
                hint = "give one of them another name"
                self.scope.found.error(REPEATED_STEP, value_at(here, "name").span, message, hint=hint)
            target = self.outlines.get(step.action)
            answers[step.name] = target.output if target else None
            steps.append(step)
        seen = replace(sight, roots=("input", "steps"), steps=answers)
        return Steps(steps=tuple(steps), result=tuple(self._result(node, seen)), source=node.span)

    def _step(self, node: MappingNode, sight: Sight) -> Step:
        name, target = self._target(node)
        return Step(
            name=text(value_at(node, "name")),
            action=name,
            arguments=read_arguments(node, target, sight, self.scope, by_name=sight.inputs),
            source=node.span,
        )

    def _result(self, node: MappingNode, sight: Sight) -> Iterator[Argument]:
        for entry in entries_at(node, "result"):
            if not is_reference(entry.value):
                yield Argument(name=entry.key, value=json(entry.value))
                continue
            reference = bind(text(entry.value), entry.value.span, sight, self.scope.found)
            if reference is not None:
                yield Argument(name=entry.key, value=reference)
