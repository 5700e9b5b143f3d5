"""Which of the authentication schemes of an action a client uses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ._action import Action
from ._auth import credentials_of
from ._composite_action import Composite
from ._schemes import AuthScheme, Credential, NoAuth, OAuth2, Token


class SchemeChoice:
    """Chooses for one client.

    `found` are the credentials that have a secret, `given` the arguments that the client got itself, and `stores`
    whether it got a store for the tokens of a person. `named` finds an action by its id.
    """

    def __init__(
        self,
        found: Collection[Credential],
        given: Collection[str],
        named: Callable[[str], Action[Any] | Composite[Any]],
        *,
        stores: bool,
    ) -> None:
        self._found = found
        self._given = given
        self._named = named
        self._stores = stores

    def of(self, action: Action[Any]) -> str:
        """The name of the scheme: the first that the client was given credentials for, or else that has some.

        Where nothing is complete it is the first of which a part is there, so that what is missing can be told.
        """
        schemes, (first, *others) = action.connector.auth, action.auth
        if others:
            for suits in (self._is_given, self._is_complete, _is_open, self._is_begun):
                for name in action.auth:
                    if suits(schemes[name]):
                        return name
        return first

    def _is_given(self, scheme: AuthScheme) -> bool:
        """Whether whoever made the client meant this scheme; the environment may hold credentials of another one."""
        stored = self._stores and isinstance(scheme, OAuth2) and scheme.grant == "authorization_code"
        given = any(credential.argument in self._given for credential in credentials_of(scheme))
        return (stored or given) and self._is_complete(scheme)

    def _is_complete(self, scheme: AuthScheme) -> bool:
        if isinstance(scheme, NoAuth) or not all(credential in self._found for credential in credentials_of(scheme)):
            return False
        return not isinstance(scheme, Token) or self._can_call(self._named(scheme.action))

    def _is_begun(self, scheme: AuthScheme) -> bool:
        return any(credential in self._found for credential in credentials_of(scheme))

    def _can_call(self, action: Action[Any] | Composite[Any]) -> bool:
        if isinstance(action, Composite):
            return False
        schemes = (action.connector.auth[name] for name in action.auth)
        return any(_is_open(scheme) or self._is_complete(scheme) for scheme in schemes)


def _is_open(scheme: AuthScheme) -> bool:
    return isinstance(scheme, NoAuth)
