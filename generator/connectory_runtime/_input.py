"""The input of an action, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from pydantic_core import SchemaValidator, ValidationError

from ._action import Action, Parameter
from ._composite_action import Composite
from ._errors import InvalidInput, Violation
from ._files import is_binary, to_uploads
from ._moments import Form, form_at
from ._names import suggestion
from ._plain import to_plain
from ._rules import broken
from ._schema import Finding, Library, Position, Step, compile_object, explain, load_library
from ._unset import UNSET
from ._values import Values


class InputCheck:
    """Checks the arguments of one action. Everything is compiled on first use."""

    def __init__(self, action: Action[Any] | Composite[Any], *, awaits: bool = True) -> None:
        self._action = action
        self._awaits = awaits
        self._parameters = {parameter.name: parameter for parameter in action.parameters}
        self._files = {name: item for name, item in self._parameters.items() if is_binary(item.schema)}
        self._has_secrets = any(parameter.secret for parameter in action.parameters)

    def check(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as plain JSON data, and files as uploads; those that are `UNSET` are left out.

        Raises:
            InvalidInput: with everything that is wrong.
        """
        given = self._veiled({name: value for name, value in arguments.items() if value is not UNSET})
        findings: list[Finding] = []
        uploads = self._uploads(given, findings) if self._files else {}
        values = None if findings else self._quickly(given)
        if values is None:
            values = self._thoroughly(given, findings)
        values |= uploads
        if violations := list(self._broken_rules(values)):
            raise self._invalid(violations)
        return values

    def invalid(self, parameter: str, rule: str, message: str, path: str | None = None) -> InvalidInput:
        """The error for a value that cannot be sent to where it should go. `path` is the way into the parameter."""
        return self._invalid([Violation(parameter, path or parameter, rule, message, self._source(parameter))])

    @cached_property
    def _plain(self) -> dict[str, Parameter]:
        """The parameters that are JSON."""
        return {name: parameter for name, parameter in self._parameters.items() if name not in self._files}

    @cached_property
    def _library(self) -> Library:
        return load_library(self._action.connector.package)

    @cached_property
    def _validator(self) -> SchemaValidator:
        return compile_object(
            {name: parameter.schema for name, parameter in self._plain.items()},
            {name for name, parameter in self._plain.items() if parameter.required},
            self._library,
        )

    def _quickly(self, given: dict[str, Any]) -> dict[str, Any] | None:
        # The validator's own error shows values, which may be secret: nothing may be chained to it.
        try:
            return self._veiled(cast("dict[str, Any]", self._validator.validate_python(given)))
        except ValidationError:
            return None

    def _uploads(self, given: dict[str, Any], findings: list[Finding]) -> dict[str, Any]:
        """Files, taken out of what is given."""
        uploads: dict[str, Any] = {}
        for name, parameter in self._files.items():
            at = Position((name,))
            if name in given:
                uploads[name] = to_uploads(given.pop(name), parameter.schema, self._awaits, at, findings)
            elif parameter.required:
                findings.append(at.finding("required", "is required"))
        return uploads

    def _thoroughly(self, given: dict[str, Any], found: list[Finding]) -> dict[str, Any]:
        """The slower way, for input that is not plain or not valid. `found` is known to be wrong."""
        plain, findings = to_plain(given, self._form_at)
        plain = self._veiled(plain)
        findings = [*found, *(findings or self._explain(plain))]
        values = None if findings else self._quickly(plain)
        if values is None:
            raise self._invalid([self._violation(finding) for finding in findings])
        return values

    def _form_at(self, path: tuple[Step, ...]) -> Form | None:
        return form_at(path, {name: parameter.schema for name, parameter in self._plain.items()}, self._library)

    def _veiled(self, values: dict[str, Any]) -> dict[str, Any]:
        return Values(values) if self._has_secrets else values

    def _explain(self, plain: dict[str, Any]) -> Iterator[Finding]:
        for name, value in plain.items():
            parameter = self._parameters.get(name)
            at = Position((name,))
            if parameter is None:
                yield at.finding("unknown", f"is no parameter of this action{suggestion(name, self._parameters)}")
            else:
                yield from explain(parameter.schema, value, self._library, at)
        for name, parameter in self._plain.items():
            if parameter.required and name not in plain:
                yield Position((name,)).finding("required", "is required")

    def _broken_rules(self, values: Mapping[str, Any]) -> Iterator[Violation]:
        for rule in self._action.rules:
            if found := broken(rule, values):
                name, message = found
                yield Violation(name, name, rule.kind, message, f"{self._action.source}:{rule.line}")

    def _violation(self, finding: Finding) -> Violation:
        name = str(finding.path[0]) if finding.path else ""
        source = self._library.source_of(finding.entity) if finding.entity else self._source(name)
        return Violation(name, _readable(finding.path), finding.rule, finding.message, source)

    def _source(self, name: str) -> str:
        parameter: Parameter | None = self._parameters.get(name)
        return f"{self._action.source}:{parameter.line}" if parameter else self._action.source

    def _invalid(self, violations: list[Violation]) -> InvalidInput:
        error = InvalidInput(
            "the input is not valid, nothing was sent",
            action=self._action.id,
            connector=self._action.connector.id,
            source=self._action.source,
        )
        error.violations = tuple(violations)
        return error


def _readable(path: tuple[Step, ...]) -> str:
    """`contacts[3].email`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
