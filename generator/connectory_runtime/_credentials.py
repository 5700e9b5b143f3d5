"""The credentials of one client: which it has, and with which of them it calls an action."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from ._action import Action, Connector
from ._auth import Refusal, credentials_of
from ._composite_action import Composite
from ._errors import MissingCredential
from ._schemes import AuthScheme, Credential, NoAuth, OAuth2, Token
from ._secret import Secret


class Credentials:
    """Chooses among the schemes of an action. The environment never stands in for what the client was given.

    `given` are the secrets that were passed to the client, by argument: an empty one is an error when it is needed, as
    it may be that of somebody who has none. `for_person` tells that it keeps the tokens of
    somebody who signs in. `named` finds an action by its id.
    """

    def __init__(
        self,
        connector: Connector,
        given: Mapping[str, str | None],
        named: Callable[[str], Action[Any] | Composite[Any]],
        *,
        for_person: bool,
    ) -> None:
        self._connector = connector
        self._given = {argument: text for argument, text in given.items() if text is not None}
        self._named = named
        self.for_person = for_person
        self.secrets = self._find()
        """The secret of every credential that has one."""

    def of_person(self) -> Credentials:
        """The same for somebody who signs in."""
        return Credentials(self._connector, self._given, self._named, for_person=True)

    def scheme_of(self, action: Action[Any]) -> str:
        """The name of the first scheme of an action that is complete, or else the one without credentials.

        What was passed and is not complete leads to an error that tells what is missing; so does what is set, where
        no scheme is complete.
        """
        names, schemes = sorted(action.auth, key=self._is_second), self._connector.auth
        if len(names) > 1:
            for suits in (self._is_complete, self._is_meant, _is_open, self._is_begun):
                for name in names:
                    if suits(schemes[name]):
                        return name
        return names[0]

    def refusal(self, action: Action[Any] | None) -> Refusal:
        """Makes the errors for credentials that an action cannot be called with."""

        def refuse(credential: Credential, problem: str) -> MissingCredential:
            if self._given.get(credential.argument) == "":
                problem = "is empty"
            passed = f"pass {credential.argument}= to the client{self._or_set(credential)}"
            return MissingCredential(
                f"the credential {credential.argument} {problem}; nothing was sent",
                action=action.id if action else None,
                connector=self._connector.id,
                source=action.source if action else None,
                advice=f"{passed}{_instead(action, credential)}",
            )

        return refuse

    def _or_set(self, credential: Credential) -> str:
        if credential.env is None:
            return ""
        if credential not in self.secrets and os.environ.get(credential.env):
            return f" ({credential.env} does not count beside what was passed)"
        return f" or set {credential.env}"

    def _find(self) -> Mapping[Credential, Secret]:
        found: dict[Credential, Secret] = {}
        barred = self._barred()
        for name, scheme in self._connector.auth.items():
            for credential in credentials_of(scheme):
                text = self._given.get(credential.argument)
                if text is None and credential.env is not None and name not in barred:
                    text = os.environ.get(credential.env)
                if text:
                    found[credential] = Secret(text)
        return found

    def _barred(self) -> set[str]:
        """The schemes for which the environment does not count: it may hold the key of somebody else.

        They are alternatives to one of which something was passed.
        """
        if not self._connector.alternatives or not (self._given or self.for_person):
            return set()
        meant = {name for name, scheme in self._connector.auth.items() if self._is_meant(scheme)}
        return {name for names in self._connector.alternatives if meant.intersection(names) for name in names} - meant

    def _is_second(self, name: str) -> bool:
        """Whether a scheme comes after those for the person whose tokens are kept."""
        return self.for_person and not _is_for_person(self._connector.auth[name])

    def _is_meant(self, scheme: AuthScheme) -> bool:
        """Whether something for this scheme was passed to the client."""
        if self.for_person and _is_for_person(scheme):
            return True
        if any(credential.argument in self._given for credential in credentials_of(scheme)):
            return True
        return isinstance(scheme, Token) and any(map(self._is_meant, self._asked_with(scheme)))

    def _is_complete(self, scheme: AuthScheme) -> bool:
        if isinstance(scheme, NoAuth) or not all(credential in self.secrets for credential in credentials_of(scheme)):
            return False
        if not isinstance(scheme, Token):
            return True
        return any(_is_open(other) or self._is_complete(other) for other in self._asked_with(scheme))

    def _is_begun(self, scheme: AuthScheme) -> bool:
        return any(credential in self.secrets for credential in credentials_of(scheme))

    def _asked_with(self, scheme: Token) -> list[AuthScheme]:
        """The schemes of the action that hands out a token."""
        action = self._named(scheme.action)
        return [self._connector.auth[name] for name in action.auth] if isinstance(action, Action) else []


def _is_for_person(scheme: AuthScheme) -> bool:
    return isinstance(scheme, OAuth2) and scheme.grant == "authorization_code"


def _is_open(scheme: AuthScheme) -> bool:
    return isinstance(scheme, NoAuth)


def _instead(action: Action[Any] | None, missing: Credential) -> str:
    """Which other credentials would do."""
    schemes = [action.connector.auth[name] for name in action.auth] if action else []
    others = [scheme for scheme in schemes if missing not in credentials_of(scheme)]
    texts = [" and ".join(f"{item.argument}=" for item in credentials_of(scheme)) for scheme in others]
    return "".join(f", or else {text}" for text in texts if text)
