"""Whether a request proves who is calling, in the way its action declares."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from connectory.model import ApiKey, AuthScheme, Basic, Bearer, Connector, Credential, NoAuth, OAuth2, Token
from connectory.model.auth import AUTHORIZATION, CredentialPlace, place_of

from ._message import Violation
from ._parts import Parts

REFUSED = frozenset({"invalid", "expired"})
"""Credentials that are never accepted, so that failures can be tried."""

Known: TypeAlias = Mapping[str, str]
"""The only accepted credential by argument. Without one, anything but `REFUSED` is accepted."""


def judge(head: Parts, schemes: tuple[AuthScheme, ...], known: Known) -> tuple[AuthScheme, str | None]:
    """By which scheme of its action a request proves who is calling, and why it is not let in, if it is not.

    Never quotes a credential.
    """
    tried = [scheme for scheme in schemes if (place := place_of(scheme)) and any(True for _ in _values(head, place))]
    problems: list[str] = []
    for scheme in tried or [scheme for scheme in schemes if isinstance(scheme, NoAuth)] or schemes:
        problem = _problem(head, scheme, known)
        if problem is None:
            return scheme, None
        problems.append(problem)
    return schemes[0], "; or ".join(problems)


def _problem(head: Parts, scheme: AuthScheme, known: Known) -> str | None:
    match scheme:
        case NoAuth():
            return None
        case Basic():
            return _basic(head, scheme, known)
        case Bearer():
            return _bearer(head, scheme.token, known)
        case ApiKey():
            sent = _sent(head, scheme)
            return _compare(sent, scheme.key, known, f"the {scheme.location} {scheme.name}")
        case Token():
            sent = _sent(head, scheme)
            if not sent.startswith(scheme.prefix):
                return f"the {scheme.location} {scheme.name} does not begin with {scheme.prefix.strip()}"
            credential = Credential(argument=scheme.id)
            return _compare(sent.removeprefix(scheme.prefix), credential, known, f"the {scheme.location} {scheme.name}")
        case OAuth2():
            return _bearer(head, Credential(argument=scheme.id), known)
        case _:
            assert_never(scheme)


def without_credential(head: Parts, scheme: AuthScheme) -> Parts:
    """The same parts without the credential among query and cookies, where parameters stand too."""
    place = place_of(scheme)
    return replace(
        head,
        query=tuple(pair for pair in head.query if ("query", pair[0]) != place),
        cookies=tuple(pair for pair in head.cookies if ("cookie", pair[0]) != place),
    )


def misplaced(head: Parts, scheme: AuthScheme, connector: Connector) -> tuple[Violation, ...]:
    """Credentials in places that the action's scheme does not use."""
    others = (credential_places(connector) | {AUTHORIZATION}) - {place_of(scheme)}
    return tuple(
        Violation(f"{location}.{name}", "auth", f"the authentication scheme {scheme.id} sends nothing here")
        for location, name in sorted(others)
        if any(True for _ in _values(head, (location, name)))
    )


def credential_places(connector: Connector) -> frozenset[CredentialPlace]:
    """Where any scheme of the connector puts a credential."""
    return frozenset(place for scheme in connector.auth if (place := place_of(scheme)) is not None)


def _basic(head: Parts, scheme: Basic, known: Known) -> str | None:
    value, problem = _authorization(head, "basic")
    if problem is not None:
        return problem
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return "the header Authorization is not Base64 of UTF-8 text"
    username, colon, password = text.partition(":")
    if not colon:
        return "the header Authorization has no colon between user name and password"
    return _half(username, scheme.username, known, "user name") or _half(password, scheme.password, known, "password")


def _half(given: str, expected: str | Credential, known: Known, what: str) -> str | None:
    if isinstance(expected, Credential):
        return _compare(given, expected, known, f"the {what}")
    return None if given == expected else f"the {what} is not the one that the spec fixes"


def _bearer(head: Parts, credential: Credential, known: Known) -> str | None:
    value, problem = _authorization(head, "bearer")
    return problem or _compare(value, credential, known, "the token")


def _authorization(head: Parts, kind: str) -> tuple[str, str | None]:
    sent, _, value = next(_values(head, AUTHORIZATION), "").partition(" ")
    return value, None if sent.lower() == kind else f"the header Authorization does not say {kind.capitalize()}"


def _compare(given: str, credential: Credential, known: Known, what: str) -> str | None:
    if not given.strip():
        return f"{what} is missing or empty"
    if given in REFUSED or given != known.get(credential.argument, given):
        return f"{what} is not accepted"
    return None


def _sent(head: Parts, scheme: AuthScheme) -> str:
    place = place_of(scheme)
    return "" if place is None else next(_values(head, place), "")


def _values(head: Parts, place: CredentialPlace) -> Iterator[str]:
    location, name = place
    pairs = {"header": head.headers, "query": head.query, "cookie": head.cookies}[location]
    return (value for key, value in pairs if key == name)
