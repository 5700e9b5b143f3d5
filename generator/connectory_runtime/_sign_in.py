"""How a person signs in: to a page and back, with PKCE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlencode, urlsplit

from ._address import is_in_the_open
from ._errors import SignInFailed
from ._message import Do, Flow
from ._schemes import OAuth2
from ._secret import Secret, masked
from ._session import Held
from ._text import one_line
from ._token_endpoint import TokenEndpoint, oauthlib
from ._tokens import AsyncTokenStore, Tokens, TokenStore

_LONGEST = 300
_VERIFIER_LENGTH = 64

_REASONS = {
    "access_denied": "the person, or the server for them, said no",
    "invalid_scope": "the server does not know what was asked for",
    "unauthorized_client": "the application may not ask in this way",
    "server_error": "the server failed",
    "temporarily_unavailable": "the server is busy",
}


@dataclass(frozen=True, slots=True, repr=False)
class SignInBegun:
    """What is needed when the person comes back. Keep it with their session, out of sight of others.

    `url` is the page to send them to.
    """

    url: str
    redirect_uri: str
    state: str
    verifier: str

    def to_dict(self) -> dict[str, str]:
        """Everything as JSON data, secrets included."""
        return {
            "url": self.url,
            "redirect_uri": self.redirect_uri,
            "state": self.state,
            "verifier": self.verifier,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> SignInBegun:
        """What `to_dict` gave.

        Raises:
            KeyError: when a member is missing.
        """
        return cls(data["url"], data["redirect_uri"], data["state"], data["verifier"])

    def __repr__(self) -> str:
        return f"<SignInBegun back to {self.redirect_uri}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("SignInBegun is not pickled: its secrets would be written out; to_dict() says so openly")


class SignInFlows:
    """Both halves of signing in, without input or output."""

    def __init__(
        self,
        connector: str,
        scheme: OAuth2,
        endpoint: TokenEndpoint,
        store: TokenStore | AsyncTokenStore,
        held: Held,
    ) -> None:
        self._connector = connector
        self._scheme = scheme
        self._endpoint = endpoint
        self._store = store
        self._held = held

    def begin(self, redirect_uri: str, scopes: Iterable[str] | None) -> SignInBegun:
        """The address to send a person to.

        Raises:
            ValueError: when others could read what comes back to `redirect_uri`.
        """
        _check_redirect(redirect_uri)
        client = oauthlib().WebApplicationClient(self._endpoint.client_id)
        verifier, state = client.create_code_verifier(_VERIFIER_LENGTH), token_urlsafe(32)
        wanted = self._scheme.scopes if scopes is None else tuple(scopes)
        query = {
            **self._scheme.parameters,
            "response_type": "code",
            "client_id": self._endpoint.client_id,
            "redirect_uri": redirect_uri,
            **({"scope": " ".join(wanted)} if wanted else {}),
            "state": state,
            "code_challenge": client.create_code_challenge(verifier, "S256"),
            "code_challenge_method": "S256",
        }
        return SignInBegun(f"{self._scheme.authorize_url}?{urlencode(query)}", redirect_uri, state, verifier)

    def finish(self, begun: SignInBegun, callback_url: str) -> Flow[Tokens]:
        """The tokens of a person who came back, after they were saved.

        Raises:
            SignInFailed: when the person did not agree, or the address is not the answer to what was begun.
            ActionError: when the code could not be exchanged.
        """
        code = self._code(begun, callback_url)
        tokens = yield from self._endpoint.for_code(code, begun.redirect_uri, begun.verifier)
        yield Do(lambda: self._store.save(tokens))
        self._held.tokens = tokens
        return tokens

    def _code(self, begun: SignInBegun, callback_url: str) -> str:
        found = parse_qs(urlsplit(callback_url).query, keep_blank_values=True)
        answer = {name: values[0] for name, values in found.items() if len(values) == 1}
        # First of all: whatever else it says, an answer to somebody else's question is not believed.
        if not compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise self._failed("the answer does not belong to the sign-in that was begun: `state` is another")
        if (error := answer.get("error")) is not None:
            hidden = (Secret(begun.state), Secret(begun.verifier))
            said = one_line(masked(answer.get("error_description", ""), hidden), _LONGEST)
            reason = _REASONS.get(error, "the server refused")
            raise self._failed(reason, code=one_line(masked(error, hidden), _LONGEST), api_message=said)
        if not (code := answer.get("code")):
            raise self._failed("the answer has no code")
        return code

    def _failed(self, problem: str, **facts: Any) -> SignInFailed:
        return SignInFailed(
            f"signing in came to nothing: {problem}", connector=self._connector, advice="begin again", **facts
        )


def _check_redirect(address: str) -> None:
    parts = urlsplit(address)
    if not parts.scheme or parts.fragment:
        raise ValueError("redirect_uri is a whole address without a fragment")
    if is_in_the_open(parts):
        raise ValueError("redirect_uri begins with https, or leads to this machine: the code passes through it")
