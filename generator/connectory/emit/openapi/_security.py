"""Authentication schemes as OpenAPI names them."""

from collections.abc import Sequence
from typing import Any, assert_never

from connectory.model import ApiKey, AuthScheme, Basic, Bearer, Connector, Credential, NoAuth, OAuth2, Token


def security_schemes(connector: Connector) -> dict[str, Any]:
    """Every scheme that sends something, by its id."""
    found = ((scheme.id, _scheme(scheme)) for scheme in connector.auth)
    return {name: scheme for name, scheme in found if scheme is not None}


def requirements(schemes: Sequence[AuthScheme]) -> list[dict[str, list[str]]]:
    """What an operation needs, one of them; an empty list when it needs nothing."""
    found = [_requirement(scheme) for scheme in schemes]
    return found if any(found) else []


def _requirement(scheme: AuthScheme) -> dict[str, list[str]]:
    match scheme:
        case NoAuth():
            return {}
        case OAuth2():
            return {scheme.id: list(scheme.scopes)}
        case _:
            return {scheme.id: []}


def _scheme(scheme: AuthScheme) -> dict[str, Any] | None:
    described = _described(scheme.how)
    match scheme:
        case Basic():
            return {"type": "http", "scheme": "basic"} | _described(_halves(scheme), scheme.how)
        case Bearer() | Token(prefix="Bearer "):
            return {"type": "http", "scheme": "bearer"} | described
        case ApiKey() | Token():
            return {"type": "apiKey", "in": scheme.location, "name": scheme.name} | described
        case OAuth2():
            return {"type": "oauth2", "flows": {_flow(scheme): _urls(scheme)}} | described
        case NoAuth():
            return None
        case _:
            assert_never(scheme)


def _described(*texts: str | None) -> dict[str, str]:
    said = " ".join(text for text in texts if text)
    return {"description": said} if said else {}


def _halves(scheme: Basic) -> str | None:
    """What stands in for which half, where one of them is always the same."""
    if isinstance(scheme.username, Credential) and isinstance(scheme.password, Credential):
        return None
    return f"The user name is {_half(scheme.username)}, the password is {_half(scheme.password)}."


def _half(half: str | Credential) -> str:
    if isinstance(half, Credential):
        return f"the `{half.argument}`"
    return f"`{half}`" if half else "empty"


def _flow(scheme: OAuth2) -> str:
    return "clientCredentials" if scheme.grant == "client_credentials" else "authorizationCode"


def _urls(scheme: OAuth2) -> dict[str, Any]:
    urls = {"authorizationUrl": scheme.authorize_url} if scheme.authorize_url is not None else {}
    return urls | {"tokenUrl": scheme.token_url, "scopes": dict.fromkeys(scheme.scopes, "")}
