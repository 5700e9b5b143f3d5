"""Where the tokens of one client come from, scheme by scheme."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from secrets import token_hex
from typing import Any, assert_never
from urllib.parse import urlsplit

from ._action import Connector
from ._address import is_in_the_open
from ._auth import Refusal, require
from ._conduct import Conduct
from ._errors import MissingCredential
from ._log_in import log_in
from ._message import Do, Flow
from ._prepared import Prepared
from ._schemes import Credential, OAuth2, Token, TokenScheme
from ._secret import Secret, fingerprint
from ._session import Held, Session, held_for
from ._sign_in import SignInFlows
from ._token_endpoint import TokenEndpoint
from ._tokens import TokenPlace, Tokens
from ._unset import Unset


class Keyring:
    """Makes the sessions of one client. `prepare` gives an action that hands out tokens, ready to be called.

    A token is shared by all clients in the process that would get it with the same credentials, from the same place
    and through the same network; that of a person by all clients with the same store.
    """

    def __init__(
        self,
        connector: Connector,
        secrets: Mapping[Credential, Secret],
        base_url: str,
        timeout: float | Unset | None,
        conduct: Conduct,
        place: TokenPlace,
        prepare: Callable[[str], Prepared[Any]],
    ) -> None:
        self._connector = connector
        self._secrets = secrets
        self._base_url = base_url
        self._timeout = timeout
        self._conduct = conduct
        self._place = place
        self._prepare = prepare

    def session(self, name: str, scheme: TokenScheme, refuse: Refusal) -> Session:
        """The session of a scheme.

        Raises:
            MissingCredential: when one of its credentials is missing.
            ImportError: when the extra for OAuth 2.0 is not installed.
        """
        secrets, clock = require(scheme, self._secrets, refuse), self._conduct.clock
        match scheme:
            case Token():
                source = self._prepare(scheme.action)
                # Whoever may call the action as somebody else gets the token of somebody else.
                secrets = (*source.authority.identity, *secrets)
                held = held_for(self._key(name, self._base_url, secrets), secrets)
                return Session(scheme, held, lambda _: log_in(scheme, self._secrets, source, self._timeout), clock)
            case OAuth2(grant="client_credentials"):
                endpoint = self._endpoint(name, scheme)
                held = held_for(self._key(name, self._token_url(scheme), secrets), secrets)
                return Session(scheme, held, lambda _: endpoint.for_program(), clock)
            case OAuth2():
                refreshed = partial(self._refreshed, self._endpoint(name, scheme))
                return Session(scheme, self._of_person(secrets), refreshed, clock)
            case _:
                assert_never(scheme)

    def sign_in(self, name: str, scheme: OAuth2, refuse: Refusal) -> SignInFlows:
        """The flows by which a person signs in.

        Raises:
            MissingCredential: when the application's own credentials are missing.
            ImportError: when the extra for OAuth 2.0 is not installed.
        """
        held = self._of_person(require(scheme, self._secrets, refuse))
        return SignInFlows(self._connector.id, scheme, self._endpoint(name, scheme), self._place.store, held)

    def _key(self, name: str, place: str, secrets: tuple[Secret, ...]) -> Hashable:
        return self._connector.id, name, place, fingerprint(secrets), self._conduct.clock, self._place.network

    def _of_person(self, secrets: tuple[Secret, ...]) -> Held:
        # Windows of rate limits belong to a person, whose only lasting sign is the store.
        store = self._place.store
        return held_for(("store", id(store)), (*secrets, Secret(token_hex(16))), store)

    def _endpoint(self, name: str, scheme: OAuth2) -> TokenEndpoint:
        url = self._token_url(scheme)
        return TokenEndpoint(self._connector, name, scheme, url, self._secrets, self._conduct, self._timeout)

    def _token_url(self, scheme: OAuth2) -> str:
        return scheme.endpoint if self._place.url is None else _checked(self._place.url)

    def _refreshed(self, endpoint: TokenEndpoint, refused: Tokens | None) -> Flow[Tokens]:
        """The stored tokens, renewed if need be, and saved before anybody uses them."""
        store = self._place.store
        stored: Tokens | None = yield Do(store.load)
        if stored is None:
            raise self._nobody("nobody has signed in; nothing was sent")
        is_other = refused is None or stored.access_token != refused.access_token
        if is_other and stored.fresh(self._conduct.clock.now()):
            return stored
        if stored.refresh_token is None:
            raise self._nobody("the sign-in has ended, and it cannot be renewed; nothing was sent")
        tokens = yield from endpoint.refreshed(stored.refresh_token)
        yield Do(lambda: store.save(tokens))
        return tokens

    def _nobody(self, problem: str) -> MissingCredential:
        advice = "let the person sign in: oauth2.begin() and oauth2.finish() of the client"
        return MissingCredential(problem, connector=self._connector.id, advice=advice)


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or is_in_the_open(parts):
        raise ValueError("token_url is an address that begins with https, for it gets the application's secret")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError("token_url has no query, fragment or user name")
    return url
