"""Requests to the token endpoint of OAuth 2.0. To everything else it is one more action.

So they are sent, limited, retried, masked and explained like all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, quote_plus

from ._action import Action, Connector, Parameter
from ._answer import Answer
from ._auth import Authentication, authenticate, credentials_of
from ._behaviour import Condition, ErrorRule
from ._conduct import Conduct
from ._errors import InvalidResponse
from ._flow import ask
from ._message import Flow
from ._prepared import Prepared
from ._schemes import Basic, Credential, OAuth2
from ._secret import Secret
from ._tokens import Tokens, end_of_life
from ._unset import Unset
from ._values import Values

if TYPE_CHECKING:
    from types import ModuleType

_SECRET = frozenset({"client_secret", "code", "code_verifier", "refresh_token", "access_token"})
_FIELDS = (
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
    "client_id",
    "client_secret",
)

_ERROR = "$response.json.error"
_RULES = (
    ErrorRule(
        when=(Condition(reference=_ERROR, among=("invalid_grant",), line=0),),
        meaning="unauthorized",
        code_at=_ERROR,
        advice="the sign-in has ended or was withdrawn: let the person sign in again",
    ),
    ErrorRule(
        when=(Condition(reference=_ERROR, among=("invalid_client", "unauthorized_client"), line=0),),
        meaning="unauthorized",
        code_at=_ERROR,
        advice="check the id and the secret of the application, and that it may use this grant",
    ),
    ErrorRule(
        when=(
            Condition(reference=_ERROR, among=("invalid_scope", "invalid_request", "unsupported_grant_type"), line=0),
        ),
        meaning="invalid",
        code_at=_ERROR,
    ),
)


def oauthlib() -> ModuleType:
    """The library that knows the messages of OAuth 2.0.

    Raises:
        ImportError: when the extra is not installed.
    """
    try:
        import oauthlib.oauth2
    except ImportError as error:
        raise ImportError("OAuth 2.0 needs oauthlib: pip install 'connectory[oauth2]'") from error
    return oauthlib.oauth2


class TokenEndpoint:
    """Where the tokens of one scheme are issued. Only this gets the application's secret."""

    def __init__(
        self,
        connector: Connector,
        name: str,
        scheme: OAuth2,
        url: str,
        secrets: Mapping[Credential, Secret],
        conduct: Conduct,
        timeout: float | Unset | None,
    ) -> None:
        self._scheme = scheme
        self._secrets = secrets
        self._conduct = conduct
        self._timeout = timeout
        self._library = oauthlib()
        action = _action(connector, name, scheme)
        self._prepared: Prepared[Any] = Prepared(action, url, scheme, self._authentication, conduct)

    def for_program(self) -> Flow[Tokens]:
        """Tokens for the application itself.

        Raises:
            ActionError: when there are none to be had.
        """
        client = self._library.BackendApplicationClient(self.client_id)
        body = client.prepare_request_body(include_client_id=False, scope=list(self._scheme.scopes))
        return self._ask(body, self._scheme.parameters)

    def for_code(self, code: str, redirect_uri: str, verifier: str) -> Flow[Tokens]:
        """The tokens of a person who came back with a code.

        Raises:
            ActionError: when there are none to be had.
        """
        client = self._library.WebApplicationClient(self.client_id)
        return self._ask(
            client.prepare_request_body(code, redirect_uri, include_client_id=False, code_verifier=verifier)
        )

    def refreshed(self, refresh_token: str) -> Flow[Tokens]:
        """The next tokens of a person. Where the server gives no new refresh token, the old one stays good.

        Raises:
            ActionError: when there are none to be had.
        """
        client = self._library.WebApplicationClient(self.client_id)
        tokens = yield from self._ask(client.prepare_refresh_body(refresh_token=refresh_token))
        return tokens if tokens.refresh_token else replace(tokens, refresh_token=refresh_token)

    @property
    def client_id(self) -> str:
        """What the application is called."""
        return self._secrets[self._scheme.client_id].reveal()

    def _ask(self, body: str, further: Mapping[str, str] | None = None) -> Flow[Tokens]:
        values = Values(parse_qsl(body), **(further or {}))
        secret = self._scheme.client_secret
        if secret is None or self._scheme.client_auth == "body":
            values["client_id"] = self.client_id
            if secret is not None:
                values["client_secret"] = self._secrets[secret].reveal()
        answer = yield from ask(self._prepared, values, {}, self._timeout)
        return self._read(answer)

    def _read(self, answer: Answer) -> Tokens:
        found = cast("dict[str, Any]", answer.json) if isinstance(answer.json, dict) else {}
        token, refresh, scope = found.get("access_token"), found.get("refresh_token"), found.get("scope")
        if not isinstance(token, str) or not token.strip() or not isinstance(refresh, (str, type(None))):
            action = self._prepared.action
            raise InvalidResponse(
                "the answer holds no token", action=action.id, connector=action.connector.id, status=answer.status
            )
        ends = end_of_life(found.get("expires_in"), self._conduct.clock.now())
        return Tokens(token, refresh or None, ends, tuple(scope.split()) if isinstance(scope, str) else ())

    def _authentication(self) -> Authentication:
        scheme, secrets = self._scheme, tuple(self._secrets[item] for item in credentials_of(self._scheme))
        if scheme.client_secret is None or scheme.client_auth == "body":
            return Authentication(secrets=secrets)
        # Each half is encoded like a form field first: RFC 6749, 2.3.1.
        halves = {
            credential: Secret(quote_plus(self._secrets[credential].reveal()))
            for credential in (scheme.client_id, scheme.client_secret)
        }
        basic = Basic(username=scheme.client_id, password=scheme.client_secret)
        encoded = authenticate(basic, halves, lambda _, problem: AssertionError(problem))
        return replace(encoded, secrets=(*secrets, *encoded.secrets))


def _action(connector: Connector, name: str, scheme: OAuth2) -> Action[Any]:
    parameters = (
        Parameter(name=field, schema={"type": "string"}, location="form", secret=field in _SECRET, line=0)
        for field in dict.fromkeys((*_FIELDS, *scheme.parameters))
    )
    return Action(
        id=f"{name}_token",
        connector=replace(connector, errors=(), limits=(), limit_groups={}),
        method="POST",
        path="",
        effect="write",
        # A code and a refresh token may be spent by a request whose answer got lost.
        idempotent=scheme.grant == "client_credentials",
        auth=(name,),
        source="",
        parameters=tuple(parameters),
        # Some servers say 200 and mean an error.
        error_when=(Condition(reference=_ERROR, empty=False, line=0),),
        errors=_RULES,
    )
