"""A credential that has to be asked for: obtained once, used by all, renewed before it ends."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from threading import Lock
from typing import TypeAlias
from weakref import WeakValueDictionary

from ._auth import Authentication, bearing
from ._clock import Clock
from ._errors import ActionError, InvalidResponse
from ._flight import Flight
from ._message import Flow, Once
from ._schemes import Token, TokenScheme
from ._secret import Secret
from ._tokens import Tokens

Obtain: TypeAlias = Callable[[Tokens | None], Flow[Tokens]]
"""Gets tokens that are newer than these. Raises `ActionError` when there are none to be had."""


class Held:
    """The tokens of one credential, and whoever renews them. Shared by all clients that use it.

    `owner` is kept alive, so that an id that stands for it in a key stays its own.
    """

    def __init__(self, identity: Iterable[Secret], owner: object) -> None:
        self.identity = tuple(identity)
        self.owner = owner
        self.flight = Flight()
        self.tokens: Tokens | None = None


def held_for(key: Hashable, identity: Iterable[Secret], owner: object = None) -> Held:
    """What is held under a key, for as long as some client uses it."""
    with _lock:
        found = _held.get(key)
        if found is None:
            found = _held[key] = Held(identity, owner)
        return found


class Session:
    """Tokens as the requests of one client carry them."""

    def __init__(self, scheme: TokenScheme, held: Held, obtain: Obtain, clock: Clock) -> None:
        self._scheme = scheme
        self._held = held
        self._obtain = obtain
        self._clock = clock
        self._worn: tuple[Tokens, Authentication] | None = None

    @property
    def identity(self) -> tuple[Secret, ...]:
        """What tells whose requests these are, whatever the token is."""
        return self._held.identity

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must not be shown."""
        tokens = self._held.tokens
        return self.identity if tokens is None else (*self.identity, *secrets_of(tokens))

    @property
    def query_names(self) -> frozenset[str]:
        """The query parameters that are credentials."""
        scheme = self._scheme
        return frozenset({scheme.name} if isinstance(scheme, Token) and scheme.location == "query" else ())

    def current(self) -> Flow[Tokens]:
        """Tokens that are good by the clock.

        Raises:
            ActionError: when there are none to be had.
        """
        tokens = self._held.tokens
        if tokens is not None and tokens.fresh(self._clock.now()):
            return tokens
        return (yield from self.renewed(tokens))

    def renewed(self, refused: Tokens | None) -> Flow[Tokens]:
        """Tokens other than these, which the API does not take, or not for much longer.

        Raises:
            ActionError: when there are none to be had.
        """
        found: Tokens | ActionError = yield Once(self._held.flight, self._renew(refused))
        if isinstance(found, ActionError):
            # Everybody who waited gets an error of their own, for its trace and its callers differ.
            raise copy(found)
        return found

    def bear(self, tokens: Tokens) -> Authentication:
        """What requests carry.

        Raises:
            InvalidResponse: when no request can carry these tokens.
        """
        worn = self._worn
        if worn is None or worn[0] is not tokens:
            try:
                bare = bearing(self._scheme, Secret(tokens.access_token))
            except ValueError as error:
                raise InvalidResponse(f"a token was issued that {error}") from None
            secrets = (*self.identity, *secrets_of(tokens))
            worn = self._worn = (tokens, Authentication(bare.headers, bare.query, bare.cookies, secrets))
        return worn[1]

    def _renew(self, refused: Tokens | None) -> Flow[Tokens | ActionError]:
        held = self._held
        if held.tokens is None or held.tokens is refused:
            try:
                held.tokens = yield from self._obtain(refused)
            except ActionError as error:
                return error
        return held.tokens


def secrets_of(tokens: Tokens) -> tuple[Secret, ...]:
    """What must not be shown of tokens."""
    return tuple(Secret(text) for text in (tokens.access_token, tokens.refresh_token) if text)


_lock = Lock()
_held: WeakValueDictionary[Hashable, Held] = WeakValueDictionary()
