"""Authentication: from a scheme and secrets to what a request carries."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from ._headers import cookie_problem, header_problem
from ._message import Headers
from ._schemes import (
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    ConstantScheme,
    Credential,
    NoAuth,
    OAuth2,
    Token,
    TokenScheme,
)
from ._secret import Secret

Refusal: TypeAlias = Callable[[Credential, str], Exception]
"""Makes the error for a credential that cannot be used, and why."""


@dataclass(frozen=True, slots=True, repr=False)
class Authentication:
    """What a scheme adds to every request, and all forms of its secrets that must not be shown."""

    headers: Headers = ()
    query: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()
    secrets: tuple[Secret, ...] = ()

    @property
    def identity(self) -> tuple[Secret, ...]:
        """What tells whose requests these are."""
        return self.secrets

    @property
    def query_names(self) -> frozenset[str]:
        """The query parameters that are credentials."""
        return frozenset(name for name, _ in self.query)


def authenticate(scheme: ConstantScheme, secrets: Mapping[Credential, Secret], refuse: Refusal) -> Authentication:
    """What requests carry under a scheme. `refuse(credential, why)` makes the error for one that cannot be used."""
    require(scheme, secrets, refuse)
    match scheme:
        case Basic():
            return _basic(scheme, secrets, refuse)
        case Bearer(token=token):
            return _header("Authorization", token, secrets[token], refuse, prefix="Bearer ")
        case ApiKey(location="header", name=name, key=key):
            return _header(name, key, secrets[key], refuse)
        case ApiKey(location="query", name=name, key=key):
            return Authentication(query=((name, secrets[key].reveal()),), secrets=(secrets[key],))
        case ApiKey(name=name, key=key):
            if problem := cookie_problem(secrets[key].reveal()):
                raise refuse(key, problem)
            return Authentication(cookies=((name, secrets[key].reveal()),), secrets=(secrets[key],))
        case NoAuth():
            return Authentication()
        case _:
            assert_never(scheme)


def require(scheme: AuthScheme, secrets: Mapping[Credential, Secret], refuse: Refusal) -> tuple[Secret, ...]:
    """The secrets of a scheme. All must be there."""
    for credential in credentials_of(scheme):
        if credential not in secrets:
            raise refuse(credential, "is missing")
    return tuple(secrets[credential] for credential in credentials_of(scheme))


def bearing(scheme: TokenScheme, token: Secret) -> Authentication:
    """What requests carry when a token has been obtained.

    Raises:
        ValueError: when its place cannot carry it; the message says why and shows nothing of it.
    """
    match scheme:
        case OAuth2():
            location, name, text = "header", "Authorization", f"Bearer {token.reveal()}"
        case Token():
            location, name, text = scheme.location, scheme.name, scheme.prefix + token.reveal()
        case _:
            assert_never(scheme)
    problem = {"header": header_problem, "cookie": cookie_problem}.get(location, _no_problem)(text)
    if problem:
        raise ValueError(problem)
    pair = ((name, text),)
    match location:
        case "header":
            return Authentication(headers=pair, secrets=(token,))
        case "query":
            return Authentication(query=pair, secrets=(token,))
        case _:
            return Authentication(cookies=pair, secrets=(token,))


def _no_problem(text: str) -> str | None:
    del text
    return None


def _basic(scheme: Basic, secrets: Mapping[Credential, Secret], refuse: Refusal) -> Authentication:
    user, password = (
        half if isinstance(half, str) else secrets[half].reveal() for half in (scheme.username, scheme.password)
    )
    if ":" in user and isinstance(scheme.username, Credential):
        raise refuse(scheme.username, "holds a colon, which ends a user name")
    token = b64encode(f"{user}:{password}".encode()).decode()
    used = tuple(secrets[credential] for credential in credentials_of(scheme))
    return Authentication(headers=(("Authorization", f"Basic {token}"),), secrets=(*used, Secret(token)))


def _header(name: str, credential: Credential, secret: Secret, refuse: Refusal, prefix: str = "") -> Authentication:
    if problem := header_problem(secret.reveal()):
        raise refuse(credential, problem)
    return Authentication(headers=((name, prefix + secret.reveal()),), secrets=(secret,))


def credentials_of(scheme: AuthScheme) -> Iterator[Credential]:
    match scheme:
        case Basic():
            yield from (half for half in (scheme.username, scheme.password) if isinstance(half, Credential))
        case Bearer():
            yield scheme.token
        case ApiKey():
            yield scheme.key
        case Token():
            yield from (value for value in scheme.arguments.values() if isinstance(value, Credential))
        case OAuth2():
            yield scheme.client_id
            if scheme.client_secret is not None:
                yield scheme.client_secret
        case NoAuth():
            pass
        case _:
            assert_never(scheme)
