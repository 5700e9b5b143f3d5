"""Authentication schemes in words."""

from dataclasses import dataclass
from typing import assert_never

from connectory.model import (
    ApiKey,
    AuthScheme,
    Basic,
    Bearer,
    Connector,
    Credential,
    NoAuth,
    OAuth2,
    Token,
    credentials_of,
)

from ._said import Said, say


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthView:
    """A scheme: how credentials travel, which there are, and how a person gets them.

    `is_default` is false where actions that name no scheme use another.
    """

    id: str
    kind: Said
    credentials: tuple[Credential, ...]
    how: str | None
    obtained: Said | None
    is_default: bool


def auth_views(connector: Connector) -> tuple[AuthView, ...]:
    """The schemes as a page shows them."""
    return tuple(
        AuthView(
            id=scheme.id,
            kind=_kind(scheme),
            credentials=credentials_of(scheme),
            how=scheme.how,
            obtained=_obtained(scheme),
            is_default=scheme.id in connector.default_auth,
        )
        for scheme in connector.auth
    )


def _obtained(scheme: AuthScheme) -> Said | None:
    """What the client does with the credentials before the first call, or a person has to do."""
    match scheme:
        case OAuth2(grant="authorization_code"):
            return say(
                "Let a person sign in with `oauth2.begin()` and `oauth2.finish()` of the client; `token_store=` keeps "
                "the tokens for the next time. The client renews them. Install `connectory[oauth2]`."
            )
        case OAuth2():
            return say("The client gets a token with them and renews it. Install `connectory[oauth2]`.")
        case Token():
            return say("The client gets the token and renews it.")
        case Basic() | Bearer() | ApiKey() | NoAuth():
            return None
        case _:
            assert_never(scheme)


def _kind(scheme: AuthScheme) -> Said:
    match scheme:
        case Basic():
            return say("HTTP Basic")
        case Bearer():
            return say("Bearer token in the Authorization header")
        case ApiKey(location="query"):
            return say("API key in the query parameter {name}", name=scheme.name)
        case ApiKey():
            return say("API key in the {place} {name}", place=scheme.location, name=scheme.name)
        case NoAuth():
            return say("No credentials")
        case Token():
            return say(
                "Token that the action {action} hands out, in the {place} {name}",
                action=scheme.action,
                place=scheme.location,
                name=scheme.name,
            )
        case OAuth2(grant="client_credentials"):
            return say("OAuth 2.0 for programs (client credentials)")
        case OAuth2():
            return say("OAuth 2.0 for people who sign in (authorization code with PKCE)")
        case _:
            assert_never(scheme)
