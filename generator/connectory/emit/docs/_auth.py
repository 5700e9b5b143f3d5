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
    obtained: str | None


def auth_view(scheme: AuthScheme) -> AuthView:
    """A scheme as a page shows it."""
    return AuthView(
        id=scheme.id, kind=_kind(scheme), credentials=credentials_of(scheme), how=scheme.how, obtained=_obtained(scheme)
    )


def _obtained(scheme: AuthScheme) -> str | None:
    """What the client does with the credentials before the first call, or a person has to do."""
    match scheme:
        case OAuth2(grant="authorization_code"):
            return (
                "Let a person sign in with `oauth2.begin()` and `oauth2.finish()` of the client; `token_store=` keeps "
                "the tokens for the next time. The client renews them. Install `connectory[oauth2]`."
            )
        case OAuth2():
            return "The client gets a token with them and renews it. Install `connectory[oauth2]`."
        case Token():
            return "The client gets the token and renews it."
        case Basic() | Bearer() | ApiKey() | NoAuth():
            return None
        case _:
            assert_never(scheme)


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
            return f"Token that the action {scheme.action} hands out, in the {scheme.location} {scheme.name}"
        case OAuth2(grant="client_credentials"):
            return "OAuth 2.0 for programs (client credentials)"
        case OAuth2():
            return "OAuth 2.0 for people who sign in (authorization code with PKCE)"
        case _:
            assert_never(scheme)
