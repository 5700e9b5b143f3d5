"""`auth`: the ways to prove who is calling."""

from collections.abc import Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.load.nodes import Entry, MappingNode, Node, ScalarNode
from connectory.model import (
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    Credential,
    NoAuth,
    OAuth2,
    Reference,
    Schema,
    Token,
    TokenArgument,
)

from ._calls import UNKNOWN_ACTION
from ._names import Names
from ._read import entries_at, json, mapping, one_or_many, text, text_at, texts_at, value_at
from ._urls import check_endpoint_url
from ._wire import MALFORMED_WIRE, is_token

UNKNOWN_AUTH = Code(
    "R219",
    "unknown-auth",
    "`auth` names schemes under `auth` in `connector.yaml`. So does `default_auth`, for actions without it.",
    "auth: apikey",
    "auth: api_key",
)
AMBIGUOUS_ENV = Code(
    "R402",
    "ambiguous-env",
    "`env` names the environment variable of the scheme's only credential. With none there is nothing to read, with "
    "two each says its own: `{from: user, env: ACME}`.",
    "# connector.yaml\nauth: {login: {kind: basic, username: {from: user}, password: {from: password}, env: ACME}}",
    "# connector.yaml\nauth: {login: {kind: basic, username: {from: user, env: ACME}, password: {from: password}}}",
)
RESERVED_ARGUMENT = Code(
    "R403",
    "reserved-argument",
    "A credential becomes a keyword of the client, beside the client's own keywords such as `timeout`.",
    "# connector.yaml\nauth: {key: {kind: bearer, token: {from: timeout}}}",
    "# connector.yaml\nauth: {key: {kind: bearer, token: {from: api_token}}}",
)
COLON_IN_USERNAME = Code(
    "R404",
    "colon-in-username",
    "HTTP Basic separates user name and password by the first colon, so the user name cannot have one.",
    '# connector.yaml\nauth: {key: {kind: basic, username: "a:b", password: {from: api_key}}}',
    "# connector.yaml\nauth: {key: {kind: basic, username: a, password: {from: api_key}}}",
)
_OAUTH2 = """# connector.yaml
auth:
  app:
    kind: oauth2
    token_url: https://api.example.com/token
    client_id: {from: client_id}
    client_secret: {from: client_secret}
"""
MISSING_AUTHORIZE_URL = Code(
    "R405",
    "missing-authorize-url",
    "With the grant `authorization_code` a person is sent to a page of the API first: `authorize_url`. "
    "Client credentials need none.",
    f"{_OAUTH2}    grant: authorization_code\n",
    f"{_OAUTH2}    grant: client_credentials\n",
)

SECOND_SIGN_IN = Code(
    "R410",
    "second-sign-in",
    "A client keeps the tokens of one person in one store, so a connector has one scheme with the grant "
    "`authorization_code` at most.",
    "# connector.yaml has two schemes with\ngrant: authorization_code",
    "# connector.yaml has one scheme with\ngrant: authorization_code",
)
RESERVED_PARAMETER = Code(
    "R411",
    "reserved-oauth2-parameter",
    "OAuth 2.0 itself sets some parameters of its requests; `scopes` has a key of its own.",
    f"{_OAUTH2}    grant: client_credentials\n    parameters: {{scope: contacts}}\n",
    f"{_OAUTH2}    grant: client_credentials\n    scopes: [contacts]\n",
)

_CLIENT_KEYWORDS = frozenset(
    {
        "self",
        "options",
        "base_url",
        "timeout",
        "deadline",
        "retries",
        "rate_limits",
        "clock",
        "transport",
        "http_client",
        "headers",
    }
    | {"on_request", "on_response", "on_wait", "token_store", "token_url"}
)
_OF_OAUTH2 = frozenset(
    {"grant_type", "client_id", "client_secret", "code", "code_verifier", "code_challenge", "code_challenge_method"}
    | {"redirect_uri", "refresh_token", "response_type", "scope", "state", "error"}
)
_PLACES: Mapping[str, Literal["header", "query", "cookie"]] = {
    "header": "header",
    "query": "query",
    "cookie": "cookie",
}
_GRANTS: Mapping[str, Literal["client_credentials", "authorization_code"]] = {
    "client_credentials": "client_credentials",
    "authorization_code": "authorization_code",
}


def named_schemes(node: Node | None, schemes: Names, found: Diagnostics) -> tuple[str, ...]:
    """The known schemes of those that `node` names, one or a list; reports the others."""
    return tuple(text(item) for item in one_or_many(node) if schemes.find(text(item), item.span, UNKNOWN_AUTH, found))


@dataclass(frozen=True, slots=True)
class AuthReader:
    """Reads schemes. `actions` are those that a token may come from."""

    actions: Names
    found: Diagnostics

    def read(self, connector: MappingNode) -> tuple[AuthScheme, ...]:
        """Every scheme."""
        schemes = tuple(self._scheme(entry) for entry in entries_at(connector, "auth"))
        self._check_sign_ins(schemes)
        return schemes

    def _scheme(self, entry: Entry) -> AuthScheme:
        node = mapping(entry.value)
        self._check_env(node)
        how, source = text_at(node, "how"), entry.key_span
        match text_at(node, "kind"):
            case "basic":
                self._check_username(node.get("username"))
                return Basic(
                    id=entry.key,
                    username=self._half(node, "username"),
                    password=self._half(node, "password"),
                    how=how,
                    source=source,
                )
            case "bearer":
                return Bearer(id=entry.key, token=self._credential_at(node, "token"), how=how, source=source)
            case "api_key":
                return self._api_key(entry.key, node, how, source)
            case "token":
                return self._token(entry.key, node, how, source)
            case "oauth2":
                return self._oauth2(entry.key, node, how, source)
            case _:
                return NoAuth(id=entry.key, how=how, source=source)

    def _api_key(self, scheme: str, node: MappingNode, how: str | None, source: Span) -> ApiKey:
        location = _PLACES[text(value_at(node, "in"))]
        name = text(value_at(node, "name"))
        if location != "query" and not is_token(name):
            message = f"`{name}` cannot be the name of a {location}"
            self.found.error(MALFORMED_WIRE, value_at(node, "name").span, message, hint="use letters, digits and `-`")
        return ApiKey(
            id=scheme, location=location, name=name, key=self._credential_at(node, "key"), how=how, source=source
        )

    def _token(self, scheme: str, node: MappingNode, how: str | None, source: Span) -> Token:
        """The scheme without what has to be looked up in the action: see `bind_tokens`."""
        action = value_at(node, "action")
        self.actions.find(text(action), action.span, UNKNOWN_ACTION, self.found)
        location, name = _PLACES[text_at(node, "in") or "header"], text_at(node, "name") or "Authorization"
        if location != "query" and not is_token(name):
            message = f"`{name}` cannot be the name of a {location}"
            self.found.error(MALFORMED_WIRE, value_at(node, "name").span, message, hint="use letters, digits and `-`")
        usual = "Bearer" if location == "header" and name.lower() == "authorization" else ""
        word = text_at(node, "scheme") or usual
        return Token(
            id=scheme,
            action=text(action),
            arguments=tuple(self._argument(entry) for entry in entries_at(node, "with")),
            token=_unbound(value_at(node, "token")),
            lifetime=None,
            location=location,
            name=name,
            prefix=f"{word} " if word else "",
            how=how,
            source=source,
        )

    def _argument(self, entry: Entry) -> TokenArgument:
        if isinstance(entry.value, MappingNode):
            return TokenArgument(name=entry.key, value=self._credential(entry.value, None))
        return TokenArgument(name=entry.key, value=json(entry.value))

    def _oauth2(self, scheme: str, node: MappingNode, how: str | None, source: Span) -> OAuth2:
        for key in ("authorize_url", "token_url"):
            if (url := node.get(key)) is not None:
                check_endpoint_url(url, self.found)
        grant = _GRANTS[text(value_at(node, "grant"))]
        if grant == "authorization_code" and node.get("authorize_url") is None:
            self.found.error(
                MISSING_AUTHORIZE_URL,
                value_at(node, "grant").span,
                "this grant needs an `authorize_url`",
                hint="add it, or use the grant `client_credentials`",
            )
        parameters = entries_at(node, "parameters")
        for entry in parameters:
            if entry.key in _OF_OAUTH2:
                message = f"`{entry.key}` is set by OAuth 2.0 itself"
                hint = "list them under `scopes`" if entry.key == "scope" else "leave it out"
                self.found.error(RESERVED_PARAMETER, entry.key_span, message, hint=hint)
        return OAuth2(
            id=scheme,
            grant=grant,
            authorize_url=text_at(node, "authorize_url"),
            token_url=text(value_at(node, "token_url")),
            scopes=texts_at(node, "scopes"),
            client_id=self._credential_at(node, "client_id"),
            client_secret=self._credential_at(node, "client_secret") if node.get("client_secret") else None,
            client_auth="body" if text_at(node, "client_auth") == "body" else "basic",
            parameters=tuple((entry.key, text(entry.value)) for entry in parameters),
            how=how,
            source=source,
        )

    def _check_sign_ins(self, schemes: tuple[AuthScheme, ...]) -> None:
        first: OAuth2 | None = None
        for scheme in schemes:
            if isinstance(scheme, OAuth2) and scheme.grant == "authorization_code":
                if first is not None:
                    message = f"people sign in by `{first.id}` already"
                    notes = (Note(first.source, "declared here"),)
                    hint = "keep one of the two; its `scopes` may be those of both"
                    self.found.error(SECOND_SIGN_IN, scheme.source, message, hint=hint, notes=notes)
                first = first or scheme

    def _half(self, node: MappingNode, key: str) -> str | Credential:
        below = value_at(node, key)
        return text(below) if isinstance(below, ScalarNode) else self._credential_at(node, key)

    def _credential_at(self, node: MappingNode, key: str) -> Credential:
        return self._credential(mapping(value_at(node, key)), text_at(node, "env"))

    def _credential(self, below: MappingNode, env: str | None) -> Credential:
        argument = text(value_at(below, "from"))
        if argument in _CLIENT_KEYWORDS or iskeyword(argument):
            span = value_at(below, "from").span
            message = f"`{argument}` is a word of its own in the client"
            self.found.error(RESERVED_ARGUMENT, span, message, hint=f"call it `api_{argument}`, for instance")
        return Credential(argument=argument, env=text_at(below, "env") or env)

    def _check_env(self, node: MappingNode) -> None:
        env = node.get("env")
        credentials = sum(isinstance(item.value, MappingNode) for item in node)
        if env is not None and credentials != 1:
            message = f"`env` belongs to one credential, and this scheme has {credentials or 'none'}"
            hint = "say it inside each, as in `{from: user, env: ACME_USER}`" if credentials else "remove `env`"
            self.found.error(AMBIGUOUS_ENV, env.span, message, hint=hint)

    def _check_username(self, node: Node | None) -> None:
        if isinstance(node, ScalarNode) and ":" in text(node):
            message = "a user name of HTTP Basic cannot have a colon"
            self.found.error(COLON_IN_USERNAME, node.span, message, hint="put what follows into `password`")


def _unbound(node: Node) -> Reference:
    """Stands in for a reference until the action that it leads into is known."""
    return Reference(root="output", path=(), schema=Schema(source=node.span), total=False, source=node.span)
