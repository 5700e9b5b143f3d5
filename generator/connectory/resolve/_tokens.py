"""Authentication by a token: what the scheme says about the action that hands it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from connectory.diagnostics import Code, Note
from connectory.load.nodes import MappingNode, Node
from connectory.model import Action, AuthScheme, Credential, JsonValue, Parameter, Reference, Token, follow, type_of

from ._amounts import seconds
from ._arguments import MISSING_ARGUMENT
from ._envelope import WRONG_TYPE
from ._read import entries_at, mapping, text, value_at
from ._references import Sight, bind, is_reference
from ._relations import UNKNOWN_PARAMETER, parameter_names
from ._scope import Scope
from ._types import admits, in_words, is_unknown, types_of

_SESSION = """# connector.yaml
auth:
  session:
    kind: token
    action: create_session
    with: {password: {from: password}}
"""
TOKEN_NEEDS_TOKEN = Code(
    "R412",
    "token-needs-token",
    "The action that hands out a token is called with another scheme, or with none: with its own it would wait for "
    "itself for ever. It sends a request itself, and is not made of other actions.",
    "# create_session.yaml, which the scheme `session` calls\nauth: session",
    "# create_session.yaml, which the scheme `session` calls\nauth: open",
)
SHOWN_SECRET = Code(
    "R413",
    "shown-secret",
    "The credentials that an action gets for a token, and the token in its answer, never appear in logs, errors and "
    "recordings. So these parameters and this member are marked with `secret: true`. A header with a token "
    "needs no mark.",
    "# create_session.yaml, which hands out $output.token\noutput: {properties: {token: {type: string}}}",
    "# create_session.yaml, which hands out $output.token\noutput: {properties: {token: {type: string, secret: true}}}",
)
TOKEN_PLACE = Code(
    "R414",
    "token-place",
    "A token is a member of the JSON that an action answers, or a header of the answer.",
    f"{_SESSION}    token: $response.text",
    f"{_SESSION}    token: $response.headers.X-Token",
)


def bind_tokens(connector: MappingNode, actions: Mapping[str, Action], scope: Scope) -> tuple[AuthScheme, ...]:
    """All schemes, with references into the answers of actions resolved."""
    nodes = {entry.key: mapping(entry.value) for entry in entries_at(connector, "auth")}
    return tuple(
        _Binder(scheme, nodes[name], actions.get(scheme.action), actions, scope).bind()
        if isinstance(scheme, Token)
        else scheme
        for name, scheme in scope.auth.items()
    )


@dataclass(frozen=True, slots=True)
class _Binder:
    """Completes one scheme. `action` is `None` when its file has problems; then little is checked."""

    scheme: Token
    node: MappingNode
    action: Action | None
    actions: Mapping[str, Action]
    scope: Scope

    def bind(self) -> Token:
        token = self._reference(value_at(self.node, "token"))
        if token is not None:
            self._check_token(token)
        if self.action is not None:
            self._check_action(self.action)
            self._check_arguments(self.action)
        return replace(self.scheme, token=token or self.scheme.token, lifetime=self._lifetime())

    def _reference(self, node: Node) -> Reference | None:
        output = self.action.output if self.action else None
        sight = Sight(roots=("output", "response"), inputs=(), output=output, steps={}, entities=self.scope.entities)
        return bind(text(node), node.span, sight, self.scope.found)

    def _lifetime(self) -> float | Reference | None:
        node = self.node.get("lifetime")
        if node is None:
            return None
        if not is_reference(node):
            return seconds(text(node))
        reference = self._reference(node)
        if reference is not None:
            self._check_type(reference, ("integer", "number", "string"), "a number of seconds or a date-time")
        return reference

    def _check_type(self, reference: Reference, wanted: tuple[str, ...], words: str) -> None:
        types = types_of(reference.schema, self.scope.entities)
        if types and not set(types) & set(wanted):
            message = f"`{reference}` is {in_words(types)}, not {words}"
            self.scope.found.error(WRONG_TYPE, reference.source, message, hint="lead to another member")

    def _check_token(self, token: Reference) -> None:
        if token.root in ("response.status", "response.text") or not token.path:
            message = f"`{token}` is no place for a token"
            hint = "lead to a member, as in `$output.token`, or to a header, as in `$response.headers.X-Token`"
            self.scope.found.error(TOKEN_PLACE, token.source, message, hint=hint)
            return
        self._check_type(token, ("string",), "text")
        if is_unknown(token.schema, self.scope.entities):
            return
        secret = token.schema.secret or follow(token.schema, self.scope.entities).secret
        if self.action is not None and token.root != "response.headers" and not secret:
            notes = (Note(token.schema.source, "declared here"),)
            message = f"`{token}` is a token, and would be shown"
            self.scope.found.error(SHOWN_SECRET, token.source, message, hint="mark it `secret: true`", notes=notes)

    def _check_action(self, action: Action) -> None:
        notes = (Note(action.source, f"`{action.id}` is declared here"),)
        span = value_at(self.node, "action").span
        if action.endpoint is None:
            message = f"`{action.id}` is made of other actions"
            self.scope.found.error(
                TOKEN_NEEDS_TOKEN, span, message, hint="name an action with an endpoint", notes=notes
            )
        elif self.scheme.id in self._needed(action):
            message = f"`{action.id}` is called with a token that it would have to hand out first"
            hint = "give the action another `auth`, such as a scheme of the kind `none`"
            self.scope.found.error(TOKEN_NEEDS_TOKEN, span, message, hint=hint, notes=notes)

    def _needed(self, action: Action) -> set[str]:
        """The schemes that calling an action may take, through all the tokens on the way."""
        needed: set[str] = set()
        waiting = [*action.auth]
        while waiting:
            scheme = self.scope.auth[waiting.pop()]
            if scheme.id in needed:
                continue
            needed.add(scheme.id)
            if isinstance(scheme, Token) and (further := self.actions.get(scheme.action)) is not None:
                waiting.extend(further.auth)
        return needed

    def _check_arguments(self, action: Action) -> None:
        names, notes = parameter_names(action.parameters), (Note(action.source, f"`{action.id}` is declared here"),)
        by_name = {parameter.name: parameter for parameter in action.parameters}
        entries = {entry.key: entry for entry in entries_at(self.node, "with")}
        for argument in self.scheme.arguments:
            entry = entries[argument.name]
            if names.find(argument.name, entry.key_span, UNKNOWN_PARAMETER, self.scope.found, notes=notes):
                for code, message, hint in self._problems(by_name[argument.name], argument.value):
                    note = Note(by_name[argument.name].source, f"`{argument.name}` is declared here")
                    self.scope.found.error(code, entry.value.span, message, hint=hint, notes=(note,))
        for parameter in action.parameters:
            if parameter.required and parameter.name not in entries:
                self.scope.found.error(
                    MISSING_ARGUMENT,
                    self.scheme.source,
                    f"`{action.id}` needs `{parameter.name}`, which is not passed on",
                    hint=f"add `{parameter.name}` under `with`",
                    notes=(Note(parameter.source, "required here"),),
                )

    def _problems(self, parameter: Parameter, value: "Credential | JsonValue") -> Iterator[tuple[Code, str, str]]:
        types = types_of(parameter.schema, self.scope.entities)
        given: JsonValue = "" if isinstance(value, Credential) else value
        if not admits(types, given):
            kind = in_words((type_of(given),))
            yield (
                WRONG_TYPE,
                f"this is {kind}, but `{parameter.name}` is {in_words(types)}",
                "write a value of that type",
            )
        if isinstance(value, Credential) and not parameter.secret:
            yield SHOWN_SECRET, f"`{parameter.name}` gets a credential, and would be shown", "mark it `secret: true`"
