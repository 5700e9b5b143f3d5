"""Authentication schemes in words."""

from dataclasses import dataclass
from typing import assert_never

from connectory.model import ApiKey, AuthScheme, Basic, Bearer, Credential, NoAuth, OAuth2, Token, credentials_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthView:
    """A scheme: how credentials travel, which there are, and how a person gets them."""

    id: str
    kind: str
    credentials: tuple[Credential, ...]
    how: str | None


def auth_view(scheme: AuthScheme) -> AuthView:
    """A scheme as a page shows it."""
    return AuthView(id=scheme.id, kind=_kind(scheme), credentials=credentials_of(scheme), how=scheme.how)


def _kind(scheme: AuthScheme) -> str:
    match scheme:
        case Basic():
            return "HTTP Basic"
        case Bearer():
            return "Bearer token in the Authorization header"
        case ApiKey(location="query"):
            return f"API key in the query parameter {scheme.name}"
        case ApiKey():
            return f"API key in the {scheme.location} {scheme.name}"
        case NoAuth():
            return "No credentials"
        case Token():
            return f"Token that the action {scheme.action} hands out"
        case OAuth2():
            return f"OAuth 2.0, {scheme.grant.replace('_', ' ')}"
        case _:
            assert_never(scheme)
