"""Tokens, and where the caller keeps them."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any, NoReturn, Protocol

_MARGIN = 30.0
"""Seconds before the end from which a token is taken for expired. Of a short life, the last quarter is."""

_LONGEST = 10 * 365 * 86400.0


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What stands for a person or a program for a while. Printing it shows nothing.

    `refresh_token` gets the next ones. `expires_at` is when they are renewed, a little before they are refused;
    without it they are used until they are. `scopes` are those that were granted, as far as the server says.
    """

    access_token: str
    refresh_token: str | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()

    def fresh(self, now: datetime) -> bool:
        """Whether they may still be used."""
        return self.expires_at is None or now < self.expires_at

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON data, secrets included: for a store that others cannot read."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at and self.expires_at.isoformat(),
            "scopes": list(self.scopes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tokens:
        """What `to_dict` gave.

        Raises:
            KeyError: when a member is missing.
            ValueError: when the date is none.
        """
        expires = data["expires_at"]
        return cls(
            data["access_token"],
            data["refresh_token"],
            datetime.fromisoformat(expires) if expires else None,
            tuple(data["scopes"]),
        )

    def __repr__(self) -> str:
        return f"<Tokens until {self.expires_at or 'they are refused'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Tokens are not pickled: they would be written out in the clear; to_dict() says so openly")


class TokenStore(Protocol):
    """Keeps the tokens of one person. Two programs that share a store must not both renew at the same moment."""

    def load(self) -> Tokens | None:
        """The tokens that were saved last, `None` when nobody has signed in."""
        ...

    def save(self, tokens: Tokens) -> None:
        """Keep new tokens. They are used when this has returned, for the old ones may be worth nothing by then."""
        ...


class AsyncTokenStore(Protocol):
    """A `TokenStore` that is awaited."""

    def load(self) -> Awaitable[Tokens | None]:
        """The tokens that were saved last, `None` when nobody has signed in."""
        ...

    def save(self, tokens: Tokens) -> Awaitable[None]:
        """Keep new tokens. They are used when this has returned, for the old ones may be worth nothing by then."""
        ...


class MemoryStore:
    """Keeps tokens until the program ends."""

    def __init__(self, tokens: Tokens | None = None) -> None:
        self._tokens = tokens

    def load(self) -> Tokens | None:
        return self._tokens

    def save(self, tokens: Tokens) -> None:
        self._tokens = tokens


@dataclass(frozen=True, slots=True, repr=False)
class TokenPlace:
    """What a client was told about tokens: where they are kept and issued, and through which network.

    `is_given` is false for a store that was made for this client alone.
    """

    store: TokenStore | AsyncTokenStore
    is_given: bool
    url: str | None
    network: object


def end_of_life(lifetime: object, now: datetime) -> datetime | None:
    """When tokens are renewed that live so many seconds, or until a moment; `None` when that says nothing."""
    match lifetime:
        case bool():
            return None
        case int() | float():
            return _from_seconds(lifetime, now)
        case str():
            try:
                return _from_seconds(float(lifetime), now)
            except ValueError:
                return _from_moment(lifetime, now)
        case _:
            return None


def _from_moment(text: str, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Without a zone it may be hours off.
    return None if moment.tzinfo is None else _from_seconds((moment - now).total_seconds(), now)


def _from_seconds(seconds: float, now: datetime) -> datetime | None:
    if not 0 < seconds < inf:
        return None
    life = min(seconds, _LONGEST)
    return now + timedelta(seconds=max(life - _MARGIN, life * 0.75))
